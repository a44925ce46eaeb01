import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Block, ParsedProcedure } from '../../../../src-shared/procedure/parse.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Markdown } from '../../../ui/Markdown.tsx';
import styles from './Preview.module.css';
import { StepPreview } from './StepPreview.tsx';
import { useGradually } from './use-gradually.ts';

interface Props {
  parsed: ParsedProcedure;
  imageUrl(src: string): string | undefined;
  onLink?(href: string): void;
}

/** The text as it will be read, its steps as steps; drawn when what it says has changed, not at each key press. */
export const Preview = memo(function Preview({ parsed, imageUrl, onLink }: Props) {
  const { t } = useTranslation();
  const { blocks, definitions } = parsed;
  const count = useGradually(blocks.length);
  if (blocks.length === 0) {
    return <EmptyState title={t('procedureEditor.previewEmpty')}>{t('procedureEditor.previewEmptyWhy')}</EmptyState>;
  }
  const numbers = numbered(blocks);
  return (
    <div className={styles.preview} data-markdown-scope>
      {blocks.slice(0, count).map((block, at) => (
        <BlockPreview
          key={block.kind === 'step' ? `step ${block.step.id}` : `prose ${at - (numbers[at] ?? 0)}`}
          block={block}
          number={numbers[at] ?? 0}
          definitions={definitions}
          imageUrl={imageUrl}
          onLink={onLink}
        />
      ))}
    </div>
  );
});

/** Steps in front of each block, itself included. */
function numbered(blocks: readonly Block[]): number[] {
  let steps = 0;
  return blocks.map(({ kind }) => (kind === 'step' ? ++steps : steps));
}

interface BlockProps {
  block: Block;
  number: number;
  definitions: string;
  imageUrl(src: string): string | undefined;
  onLink?(href: string): void;
}

const isSame = (one: BlockProps, other: BlockProps) =>
  one.number === other.number &&
  one.definitions === other.definitions &&
  one.imageUrl === other.imageUrl &&
  one.onLink === other.onLink &&
  told(one.block) === told(other.block);

/** What of a block is seen: not the line it stands on, which moves with each line above it. */
function told(block: Block): string {
  if (block.kind === 'prose') return block.markdown;
  const { line: _, ...step } = block.step;
  return JSON.stringify(step);
}

/** A key press changes one block: the others stay as they are drawn. */
const BlockPreview = memo(function BlockPreview({ block, number, definitions, imageUrl, onLink }: BlockProps) {
  return (
    <div className={styles.block} data-kind={block.kind}>
      {block.kind === 'prose' ? (
        <Markdown text={block.markdown} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />
      ) : (
        <StepPreview step={block.step} number={number} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />
      )}
    </div>
  );
}, isSame);
