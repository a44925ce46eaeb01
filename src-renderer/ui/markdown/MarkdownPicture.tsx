import ImageOff from 'lucide-react/icons/image-off';
import { useState } from 'react';
import styles from '../Markdown.module.css';
import { linkTarget } from './link-target.ts';
import { MarkdownLink } from './MarkdownLink.tsx';
import { useMarkdownSurroundings } from './surroundings.ts';

interface Props {
  src: string | undefined;
  alt: string | undefined;
  imageUrl: ((src: string) => string | undefined) | undefined;
  onFollow(href: string): void;
}

/** A picture that is on this laptop; one from elsewhere is its words and where it is, and is not fetched. */
export function MarkdownPicture({ src, alt, imageUrl, onFollow }: Props) {
  const { words } = useMarkdownSurroundings();
  const [failed, setFailed] = useState<string>();
  const target = src === undefined ? undefined : linkTarget(src);
  const url = target?.kind === 'relative' ? imageUrl?.(target.path) : undefined;
  if (url !== undefined && failed !== url) {
    return <img className={styles.picture} src={url} alt={alt ?? ''} loading="lazy" onError={() => setFailed(url)} />;
  }
  const name = alt || words.picture;
  return (
    <span className={styles.absent} title={words.picture}>
      <ImageOff size={13} aria-hidden />
      {target?.kind === 'web' ? (
        <MarkdownLink href={src} text="" onFollow={onFollow}>
          {name}
        </MarkdownLink>
      ) : (
        name
      )}
      {target?.kind === 'web' && <span className={styles.host}>{target.host}</span>}
      {target?.kind === 'relative' && <span className={styles.host}>{target.path}</span>}
    </span>
  );
}
