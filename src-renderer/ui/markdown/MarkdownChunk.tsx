import { createElement, memo, type ReactNode, useMemo } from 'react';
import ReactMarkdown, { type Components, type ExtraProps } from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import styles from '../Markdown.module.css';
import type { Chunk } from './chunks.ts';
import { anchorKey, keptAddress } from './link-target.ts';
import { MarkdownCode } from './MarkdownCode.tsx';
import { MarkdownDiagram } from './MarkdownDiagram.tsx';
import { MarkdownLink } from './MarkdownLink.tsx';
import { MarkdownPicture } from './MarkdownPicture.tsx';
import { useMarkdownSurroundings } from './surroundings.ts';
import { footnoteHandlers, REMARK_PLUGINS, SCHEMA } from './syntax.ts';

export interface ChunkSetting {
  /** Words alone, without a paragraph around them. */
  isInline: boolean;
  imageUrl: ((src: string) => string | undefined) | undefined;
  onFollow(href: string): void;
  onCopy(text: string): void;
  /** Number of a footnote by its label. */
  noteNumber(label: string): number | undefined;
}

type Node = NonNullable<ExtraProps['node']>;
type Child = Node['children'][number];

function textOf(node: Child): string {
  if (node.type === 'text') return node.value;
  return 'children' in node ? node.children.map(textOf).join('') : '';
}

const LANGUAGE = /^language-(.+)$/;

function languageOf(node: Child | undefined): string | undefined {
  const names = node?.type === 'element' ? node.properties.className : undefined;
  const [name] = Array.isArray(names) ? names : [];
  return LANGUAGE.exec(String(name ?? ''))?.[1];
}

function heading(level: number) {
  return function Heading({ node, children }: { children?: ReactNode } & ExtraProps) {
    const name = node ? anchorKey(textOf(node)) : undefined;
    // Below the page's own heading; many texts begin with the second level, and none is skipped then.
    return createElement(
      `h${Math.min(Math.max(level + 1, 3), 6)}`,
      { 'data-anchor': name, 'data-level': level },
      children,
    );
  };
}

function componentsOf(
  { imageUrl, onFollow, onCopy, isInline }: ChunkSetting,
  words: { done: string; notDone: string },
) {
  const components: Components = {
    h1: heading(1),
    h2: heading(2),
    h3: heading(3),
    h4: heading(4),
    h5: heading(5),
    h6: heading(6),
    a: ({ node, href, children }) => (
      <MarkdownLink href={href} text={node ? textOf(node) : ''} onFollow={onFollow}>
        {children}
      </MarkdownLink>
    ),
    img: ({ src, alt }) => (
      <MarkdownPicture src={String(src ?? '')} alt={alt} imageUrl={imageUrl} onFollow={onFollow} />
    ),
    pre: ({ node }) => {
      const [code] = node?.children ?? [];
      const text = code ? textOf(code) : '';
      const language = languageOf(code);
      if (language === 'mermaid') return <MarkdownDiagram source={text} onCopy={onCopy} />;
      return <MarkdownCode code={text} language={language} onCopy={onCopy} />;
    },
    table: ({ children }) => (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard (WCAG 2.1.1)
      <div className={styles.wide} tabIndex={0}>
        <table>{children}</table>
      </div>
    ),
    input: ({ checked }) => (
      <span
        role="img"
        className={styles.box}
        data-checked={checked || undefined}
        aria-label={checked ? words.done : words.notDone}
      />
    ),
  };
  if (isInline) components.p = ({ children }) => <>{children}</>;
  return components;
}

/** One chunk as Markdown; as it was written where reading it would cost too much. */
export const MarkdownChunk = memo(function MarkdownChunk({ chunk, setting }: { chunk: Chunk; setting: ChunkSetting }) {
  const { words } = useMarkdownSurroundings();
  const components = useMemo(() => componentsOf(setting, words), [setting, words]);
  const rehype = useMemo(() => ({ handlers: footnoteHandlers(setting.noteNumber) }), [setting]);
  if (chunk.isPlain) return <pre className={styles.plain}>{chunk.markdown}</pre>;
  return (
    <ReactMarkdown
      remarkPlugins={REMARK_PLUGINS}
      remarkRehypeOptions={rehype}
      rehypePlugins={[[rehypeSanitize, SCHEMA]]}
      urlTransform={keptAddress}
      components={components}
    >
      {chunk.markdown}
    </ReactMarkdown>
  );
});
