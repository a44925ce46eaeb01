const ELEMENTS: ReadonlySet<string> = new Set([
  ...[
    'svg',
    'g',
    'defs',
    'marker',
    'path',
    'rect',
    'circle',
    'ellipse',
    'line',
    'polyline',
    'polygon',
    'text',
    'tspan',
  ],
  ...[
    'style',
    'title',
    'desc',
    'clipPath',
    'mask',
    'linearGradient',
    'radialGradient',
    'stop',
    'filter',
    'symbol',
    'use',
  ],
  ...['feDropShadow', 'feGaussianBlur', 'feOffset', 'feMerge', 'feMergeNode', 'feFlood', 'feComposite', 'pattern'],
]);
const STYLE_THAT_FETCHES = /@import|@font-face|url\(\s*(?!["']?#)[^)]*\)?|expression\s*\(|javascript:/gi;

const withoutFetching = (css: string) => css.replace(STYLE_THAT_FETCHES, '');

function clean(element: Element): void {
  for (const child of [...element.children]) {
    if (ELEMENTS.has(child.localName)) clean(child);
    else child.remove();
  }
  for (const { name, value } of [...element.attributes]) {
    const isAddress = /(?:^|:)(?:href|src)$/i.test(name);
    if (/^on/i.test(name) || (isAddress && !value.startsWith('#'))) element.removeAttribute(name);
    else if (/url\(|javascript:|expression/i.test(value)) element.setAttribute(name, withoutFetching(value));
  }
  if (element.localName === 'style') element.textContent = withoutFetching(element.textContent ?? '');
}

/** The drawing with its known shapes alone, as an image of its own size; undefined where it is no SVG. */
export function harmlessSvg(source: string): { svg: string; width: number } | undefined {
  // Mermaid writes an HTML serialisation, in which some elements are not closed.
  const page = new DOMParser().parseFromString(source, 'text/html');
  const svg = page.querySelector('svg');
  if (!svg) return undefined;
  clean(svg);
  const [, , width = 0, height = 0] = (svg.getAttribute('viewBox') ?? '').split(/[\s,]+/).map(Number);
  if (!(width > 0 && height > 0 && width < 20_000 && height < 20_000)) return undefined;
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  svg.setAttribute('width', String(Math.ceil(width)));
  svg.setAttribute('height', String(Math.ceil(height)));
  return { svg: new XMLSerializer().serializeToString(svg), width: Math.ceil(width) };
}
