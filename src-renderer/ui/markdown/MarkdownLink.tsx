import type { MouseEvent, ReactNode } from 'react';
import styles from '../Markdown.module.css';
import { linkTarget } from './link-target.ts';

interface Props {
  href: string | undefined;
  /** What stands in the text, to be compared with where it leads. */
  text: string;
  children: ReactNode;
  onFollow(href: string): void;
}

const hostIn = (text: string) => {
  const target = linkTarget(text);
  return target?.kind === 'web' ? target.host : /^[\w-]+(?:\.[\w-]+)+(?=$|[/:])/.exec(text.trim())?.[0];
};

/** A link that tells where it leads and goes nowhere by itself. What nothing may follow is text. */
export function MarkdownLink({ href, text, children, onFollow }: Props) {
  const target = href === undefined ? undefined : linkTarget(href);
  if (!target || href === undefined) return <span>{children}</span>;
  const follow = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (event.button === 0) onFollow(href);
  };
  const written = target.kind === 'web' ? hostIn(text) : undefined;
  const isElsewhere = target.kind === 'web' && written !== undefined && written !== target.host;
  return (
    <a
      href={href}
      className={styles.link}
      title={target.kind === 'web' || target.kind === 'mail' ? target.href : undefined}
      draggable={false}
      onClick={follow}
      onAuxClick={follow}
    >
      {children}
      {isElsewhere && <span className={styles.host}> ({target.host})</span>}
    </a>
  );
}
