import type { ImageSource, LinkSource } from '../model/mapping.ts';
import { cleanLine, cleanUrl } from './clean.ts';
import { compileExpression } from './expressions.ts';
import { compilePath, elements, type Scope } from './paths.ts';

/** The most links or images that one alert keeps. */
const MAX_LINKS = 50;

/** Links of the web that an alert gives; other addresses are left out. */
export function compileLinks(sources: readonly LinkSource[]) {
  const all = sources.map((source) => ({
    list: source.list === undefined ? undefined : compilePath(source.list),
    href: compileExpression(source.href),
    text: source.text === undefined ? undefined : compileExpression(source.text),
  }));
  return (scope: Scope) =>
    all
      .flatMap(({ list, href, text }) =>
        (list ? elements(scope, list) : [scope]).flatMap((inner) => {
          const address = cleanUrl(href(inner));
          const words = cleanLine(text?.(inner), 500);
          return address === undefined ? [] : [{ href: address, ...(words === undefined ? {} : { text: words }) }];
        }),
      )
      .slice(0, MAX_LINKS);
}

/** Images as addresses; nothing is fetched. */
export function compileImages(sources: readonly ImageSource[]) {
  const all = sources.map((source) => ({
    list: source.list === undefined ? undefined : compilePath(source.list),
    src: compileExpression(source.src),
    href: source.href === undefined ? undefined : compileExpression(source.href),
    alt: source.alt === undefined ? undefined : compileExpression(source.alt),
  }));
  return (scope: Scope) =>
    all
      .flatMap(({ list, src, href, alt }) =>
        (list ? elements(scope, list) : [scope]).flatMap((inner) => {
          const address = cleanUrl(src(inner));
          const link = cleanUrl(href?.(inner));
          const words = cleanLine(alt?.(inner), 500);
          if (address === undefined) return [];
          return [{ src: address, ...(link === undefined ? {} : { href: link }), ...(words && { alt: words }) }];
        }),
      )
      .slice(0, MAX_LINKS);
}
