import { useMemo } from 'react';
import { type DiffRow, diffRows } from '../../src-shared/procedure/text-diff.ts';
import styles from './TextDiff.module.css';

export interface TextDiffProps {
  before: string;
  after: string;
  /** Names it for who does not see it. */
  label: string;
  /** « 12 lignes identiques » */
  skipped(count: number): string;
  /** Read before a line that went, or came. */
  removed: string;
  added: string;
  /** Where there is nothing to show. */
  same: string;
}

const SIGNS = { same: '', removed: '−', added: '+' } as const;

/** What differs between two texts, by line and by word; never by colour alone. */
export function TextDiff({ before, after, label, skipped, removed, added, same }: TextDiffProps) {
  const rows = useMemo(() => diffRows(before, after), [before, after]);
  if (before === after) return <p className={styles.nothing}>{same}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard
    <section className={styles.diff} aria-label={label} tabIndex={0} data-selectable>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other name, and none of them keeps a state
        <Row key={at} row={row} words={{ skipped, removed, added }} />
      ))}
    </section>
  );
}

function Row({ row, words }: { row: DiffRow; words: Pick<TextDiffProps, 'skipped' | 'removed' | 'added'> }) {
  if (row.kind === 'skipped') return <div className={styles.skipped}>{words.skipped(row.count)}</div>;
  const pieces = row.kind === 'same' ? [{ text: row.text, changed: false }] : row.pieces;
  const isPart = pieces.some(({ changed }) => !changed);
  return (
    <div className={styles.row} data-kind={row.kind}>
      <span className={styles.number} aria-hidden data-figures>
        {row.kind === 'added' ? row.after : row.before}
      </span>
      <span className={styles.sign} aria-hidden>
        {SIGNS[row.kind]}
      </span>
      <span className={styles.text}>
        {row.kind !== 'same' && <span className={styles.said}>{words[row.kind]} </span>}
        {pieces.map((piece, at) => {
          const Tag = row.kind === 'added' ? 'ins' : 'del';
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no other name, and none of them keeps a state
          return piece.changed && isPart ? <Tag key={at}>{piece.text}</Tag> : <span key={at}>{piece.text}</span>;
        })}
      </span>
    </div>
  );
}
