import { Fragment } from 'react';
import styles from './Marked.module.css';

export interface MarkedProps {
  text: string;
  /** Stretches that answer a search, in order and apart; `to` is exclusive. */
  marks: readonly { from: number; to: number }[];
}

/** A text with what was looked for standing out. */
export function Marked({ text, marks }: MarkedProps) {
  return (
    <>
      {marks.map(({ from, to }, index) => (
        <Fragment key={from}>
          {text.slice(marks[index - 1]?.to ?? 0, from)}
          <mark className={styles.mark}>{text.slice(from, to)}</mark>
        </Fragment>
      ))}
      {text.slice(marks.at(-1)?.to ?? 0)}
    </>
  );
}
