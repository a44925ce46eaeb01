import { memo } from 'react';
import { Markdown } from '../../../ui/Markdown.tsx';
import styles from './StepList.module.css';

interface Props {
  text: string;
  definitions: string;
  imageUrl?(src: string): string | undefined;
  onLink?(href: string): void;
}

/** Text of a procedure between its steps. */
export const ProseBlock = memo(function ProseBlock({ text, definitions, imageUrl, onLink }: Props) {
  return (
    <div className={styles.prose}>
      <Markdown text={text} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />
    </div>
  );
});
