import { useEffect, useState, useSyncExternalStore } from 'react';
import { Button } from '../Button.tsx';
import styles from '../Markdown.module.css';
import { drawnWhen } from './diagram-size.ts';
import type { Drawn } from './draw-diagram.ts';
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
  const when = drawnWhen(source);
  const [isAsked, setIsAsked] = useState(false);
  const [picture, setPicture] = useState<Drawn>();
  const isDrawn = when === 'atOnce' || (when === 'asked' && isAsked);
  useEffect(() => {
    if (!isDrawn) return;
    let isWanted = true;
    void import('./draw-diagram.ts')
      .then(({ drawDiagram }) => drawDiagram(source, { isDark: dark, isAsked }))
      .then((drawn) => {
        if (isWanted) setPicture(drawn);
      })
      .catch((failure: unknown) => {
        console.error('the code that draws diagrams could not be read', failure);
        if (isWanted) setPicture('failed');
      });
    return () => {
      isWanted = false;
    };
  }, [source, dark, isDrawn, isAsked]);
  if (isDrawn && picture === undefined) {
    return (
      <p className={styles.drawing} role="status" aria-busy="true">
        {words.drawing}
      </p>
    );
  }
  if (typeof picture === 'object') {
    return (
      <figure className={styles.diagram}>
        <img src={picture.url} width={picture.width} alt={`${words.diagram} ${source.slice(0, 400)}`} />
      </figure>
    );
  }
  const isLarge = picture === 'large' || (when === 'asked' && !isAsked);
  const draw = () => {
    setPicture(undefined);
    setIsAsked(true);
  };
  return (
    <div className={styles.undrawn}>
      <p className={styles.host}>
        {isLarge ? words.large : words.notDrawn}{' '}
        {isLarge && (
          <Button size="small" onPress={draw}>
            {words.draw}
          </Button>
        )}
      </p>
      <MarkdownCode code={source} language="mermaid" onCopy={onCopy} />
    </div>
  );
}
