import { memo, useRef } from 'react';
import { Markdown } from '../../../ui/Markdown.tsx';
import { useNear } from './near.ts';
import styles from './StepList.module.css';

interface Props {
  text: string;
  definitions: string;
  /** Among the blocks that are drawn at once. */
  isFirst: boolean;
  imageUrl?(src: string): string | undefined;
  onLink?(href: string): void;
}

/** Height of a line, in pixels: what is not drawn yet takes about its room. */
const LINE = 20;

/** Text of a procedure between its steps. */
export const ProseBlock = memo(function ProseBlock({ text, definitions, isFirst, imageUrl, onLink }: Props) {
  const block = useRef<HTMLDivElement>(null);
  const isNear = useNear(block, isFirst);
  return (
    <div
      ref={block}
      className={styles.prose}
      style={isNear ? undefined : { minBlockSize: text.split('\n').length * LINE }}
    >
      {isNear && <Markdown text={text} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />}
    </div>
  );
});
