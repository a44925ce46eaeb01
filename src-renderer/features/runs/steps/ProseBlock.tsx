import { memo } from 'react';
import { Markdown } from '../../../ui/Markdown.tsx';
import { linesHigh } from './groups.ts';
import styles from './StepList.module.css';

interface Props {
  text: string;
  definitions: string;
  /** Drawn at all. */
  isNear: boolean;
  imageUrl?(src: string): string | undefined;
  onLink?(href: string): void;
}

/** Text of a procedure between its steps. */
export const ProseBlock = memo(function ProseBlock({ text, definitions, isNear, imageUrl, onLink }: Props) {
  return (
    <div className={styles.prose} style={isNear ? undefined : { minBlockSize: linesHigh(text) }}>
      {isNear && <Markdown text={text} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />}
    </div>
  );
});
