import mermaid from 'mermaid';
import styles from '../Markdown.module.css';
import { MOST_SOURCE } from './diagram-size.ts';
import { harmlessSvg } from './harmless-svg.ts';

/** Edges that are laid out in a moment, and those that somebody may wait for. */
const FEW_EDGES = 40;
const MOST_EDGES = 300;
const MOST_SVG = 1_500_000;

export interface DrawOptions {
  isDark: boolean;
  /** Somebody wants to see it, however long that takes. */
  isAsked: boolean;
}

/** `large`: it takes longer than a moment, and is drawn when it is asked for. */
export type Drawn = { url: string; width: number } | 'large' | 'failed';

let last: Promise<unknown> = Promise.resolve();
let drawings = 0;

/**
 * The content policy refuses the style elements that Mermaid puts into the page to measure its letters. A sheet that is
 * made by script is allowed, and each of its rules begins with the drawing's own id.
 */
function lendStyles(place: HTMLElement): () => void {
  const lent: CSSStyleSheet[] = [];
  const observer = new MutationObserver((records) => {
    for (const node of records.flatMap(({ addedNodes }) => [...addedNodes])) {
      const style = node instanceof Element ? (node.closest('style') ?? node.querySelector('style')) : null;
      if (!style) continue;
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(style.textContent ?? '');
      lent.push(sheet);
      document.adoptedStyleSheets.push(sheet);
    }
  });
  observer.observe(place, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => !lent.includes(sheet));
  };
}

async function draw(source: string, { isDark, isAsked }: DrawOptions): Promise<Drawn> {
  mermaid.initialize({
    startOnLoad: false,
    securityLevel: 'strict',
    htmlLabels: false,
    flowchart: { htmlLabels: false },
    theme: isDark ? 'dark' : 'neutral',
    fontFamily: 'sans-serif',
    maxTextSize: MOST_SOURCE,
    maxEdges: isAsked ? MOST_EDGES : FEW_EDGES,
    suppressErrorRendering: true,
    // What a text may not change by a directive of its own.
    secure: ['securityLevel', 'htmlLabels', 'flowchart', 'theme', 'themeCSS', 'fontFamily', 'maxTextSize', 'maxEdges'],
  });
  const place = document.createElement('div');
  place.className = styles.measured ?? '';
  place.setAttribute('aria-hidden', 'true');
  document.body.append(place);
  const takeBack = lendStyles(place);
  try {
    drawings += 1;
    const { svg } = await mermaid.render(`diagram-${drawings}`, source, place);
    const harmless = svg.length > MOST_SVG ? undefined : harmlessSvg(svg);
    if (!harmless) return 'failed';
    return { url: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(harmless.svg)}`, width: harmless.width };
  } catch (failure) {
    // What is wrong with the source stands in the source, which is shown instead.
    return !isAsked && /limit/i.test(String(failure)) ? 'large' : 'failed';
  } finally {
    takeBack();
    place.remove();
  }
}

/** Draws a diagram as an image's address. One at a time: Mermaid has one state. */
export function drawDiagram(source: string, options: DrawOptions): Promise<Drawn> {
  const drawn = last.then(() => draw(source, options));
  last = drawn;
  return drawn;
}
