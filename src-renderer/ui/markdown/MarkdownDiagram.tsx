import { useEffect, useState, useSyncExternalStore } from 'react';
import styles from '../Markdown.module.css';
import { MarkdownCode } from './MarkdownCode.tsx';
import { useMarkdownSurroundings } from './surroundings.ts';

interface Props {
  source: string;
  onCopy(text: string): void;
}

const root = () => document.documentElement;

function subscribeTheme(changed: () => void) {
  const observer = new MutationObserver(changed);
  observer.observe(root(), { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

const isDark = () => root().dataset.theme?.includes('dark') ?? true;

/**
 * A Mermaid diagram as a picture: in an image nothing of it can run, lead anywhere or fetch. Its source where it
 * cannot be drawn.
 */
export function MarkdownDiagram({ source, onCopy }: Props) {
  const { words } = useMarkdownSurroundings();
  const dark = useSyncExternalStore(subscribeTheme, isDark, () => true);
  const [picture, setPicture] = useState<{ url: string; width: number } | 'failed'>();
  useEffect(() => {
    let isWanted = true;
    void import('./draw-diagram.ts')
      .then(({ drawDiagram }) => drawDiagram(source, { dark }))
      .then((drawn) => {
        if (isWanted) setPicture(drawn ?? 'failed');
      })
      .catch((failure: unknown) => {
        console.error('the code that draws diagrams could not be read', failure);
        if (isWanted) setPicture('failed');
      });
    return () => {
      isWanted = false;
    };
  }, [source, dark]);
  if (picture === undefined) {
    return (
      <p className={styles.drawing} role="status" aria-busy="true">
        {words.drawing}
      </p>
    );
  }
  if (picture === 'failed') {
    return (
      <div className={styles.undrawn}>
        <p className={styles.host}>{words.notDrawn}</p>
        <MarkdownCode code={source} language="mermaid" onCopy={onCopy} />
      </div>
    );
  }
  return (
    <figure className={styles.diagram}>
      <img src={picture.url} width={picture.width} alt={`${words.diagram} ${source.slice(0, 400)}`} />
    </figure>
  );
}
