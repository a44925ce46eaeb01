import { useEffect, useMemo, useRef, useState } from 'react';
import styles from './Markdown.module.css';
import { goToAnchor } from './markdown/anchor.ts';
import { type Chunk, chunksOf } from './markdown/chunks.ts';
import { type ChunkSetting, MarkdownChunk } from './markdown/MarkdownChunk.tsx';
import { useMarkdownSurroundings } from './markdown/surroundings.ts';

export interface MarkdownProps {
  text: string;
  /** Link and footnote definitions of the whole text that `text` was taken from. */
  definitions?: string;
  /** `blob/<hash>.<ext>` → URL; other pictures are shown as their words with their address. */
  imageUrl?: (src: string) => string | undefined;
  /** Called for every link but those within the text; default: out of the console, through main. */
  onLink?: (href: string) => void;
  copyCode?: (text: string) => void;
  /** One line of words, such as a step's: no paragraph around it. */
  inline?: boolean;
  /** Everything at once: for paper. */
  isWhole?: boolean;
}

/** Lines that are shown at once: more than the tallest window holds. */
const FIRST = { lines: 160, letters: 12_000 };
/** Lines that are drawn in one idle moment, in some 30 ms. */
const NEXT = { lines: 80, letters: 6_000 };
const LINE_HEIGHT = 21;

/**
 * Untrusted Markdown, of any length. It runs nothing and fetches nothing: no HTML, no picture from elsewhere, no link
 * that leads anywhere by itself. Long texts are drawn from the top, the rest in idle moments.
 */
export function Markdown(props: MarkdownProps) {
  const { text, definitions, imageUrl, onLink, copyCode, inline = false } = props;
  const { words, openLink, copy } = useMarkdownSurroundings();
  const root = useRef<HTMLDivElement>(null);
  const wanted = useRef<string>(undefined);
  const { chunks, footnotes } = useMemo(() => chunksOf(text, definitions), [text, definitions]);
  const first = useMemo(() => drawnAfter(chunks, 0, FIRST), [chunks]);
  const [drawn, setDrawn] = useState({ chunks, count: first });
  const count = props.isWhole ? chunks.length : drawn.chunks === chunks ? Math.max(drawn.count, first) : first;
  const isWhole = count >= chunks.length;

  useEffect(() => {
    if (isWhole) return;
    const request = requestIdleCallback(() => setDrawn({ chunks, count: drawnAfter(chunks, count, NEXT) }), {
      timeout: 200,
    });
    return () => cancelIdleCallback(request);
  }, [chunks, count, isWhole]);

  const setting = useMemo<ChunkSetting>(() => {
    const numbers = new Map(footnotes.map(({ label }, index) => [label, index + 1]));
    const jump = (name: string) => {
      wanted.current = root.current && goToAnchor(root.current, name) ? undefined : name;
    };
    return {
      isInline: inline,
      imageUrl,
      onFollow: (href) => (href.startsWith('#') ? jump(href.slice(1)) : (onLink ?? openLink)(href)),
      onCopy: copyCode ?? copy,
      noteNumber: (label) => numbers.get(label),
    };
  }, [footnotes, inline, imageUrl, onLink, openLink, copyCode, copy]);

  // A place further down that was asked for before it was drawn.
  // biome-ignore lint/correctness/useExhaustiveDependencies: looked for again with each chunk
  useEffect(() => {
    if (wanted.current !== undefined) setting.onFollow(`#${wanted.current}`);
  }, [count, setting]);

  if (inline && chunks.length === 1 && chunks[0] && !chunks[0].isPlain) {
    return (
      <span className={styles.inline} dir="auto">
        <MarkdownChunk chunk={chunks[0]} setting={setting} />
      </span>
    );
  }
  return (
    <div ref={root} className={styles.text} data-selectable dir="auto" aria-busy={!isWhole || undefined}>
      {chunks.map((chunk, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: a chunk has no other identity than its place
          key={index}
          className={styles.chunk}
          style={{ containIntrinsicBlockSize: `auto ${chunk.lines * LINE_HEIGHT}px` }}
        >
          {index < count ? (
            <MarkdownChunk chunk={chunk} setting={setting} />
          ) : (
            <div style={{ blockSize: chunk.lines * LINE_HEIGHT }} />
          )}
        </div>
      ))}
      {isWhole && footnotes.length > 0 && (
        <ol className={styles.notes} aria-label={words.footnotes}>
          {footnotes.map(({ label, markdown }) => (
            <li key={label} data-note={label}>
              <FootnoteText markdown={markdown} setting={setting} />
            </li>
          ))}
        </ol>
      )}
    </div>
  );
}

function FootnoteText({ markdown, setting }: { markdown: string; setting: ChunkSetting }) {
  const { chunks } = useMemo(() => chunksOf(markdown), [markdown]);
  return chunks.map((chunk, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a chunk has no other identity than its place
    <MarkdownChunk key={index} chunk={chunk} setting={setting} />
  ));
}

/** How many chunks are drawn when, after `from`, so much is added; one at least. */
function drawnAfter(chunks: readonly Chunk[], from: number, much: typeof FIRST): number {
  let lines = 0;
  let letters = 0;
  for (let at = from; at < chunks.length; at += 1) {
    lines += chunks[at]?.lines ?? 0;
    letters += chunks[at]?.markdown.length ?? 0;
    if (lines >= much.lines || letters >= much.letters) return at + 1;
  }
  return chunks.length;
}
