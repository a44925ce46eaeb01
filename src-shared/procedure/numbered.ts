import type { Code, List, ListItem, RootContent } from 'mdast';
import { type Attributes, splitAttributes, stepKindOf } from './attributes.ts';

/** What a command answers and what a file holds: it is looked at, not typed. */
const SHOWN_LANGUAGES = new Set(
  'conf csv diff html ini json json5 jsonc log logs markdown md mermaid none output plain plaintext properties text toml txt xml yaml yml'.split(
    ' ',
  ),
);

/** Code that somebody types or pastes, as far as its language tells. */
export const isTyped = ({ lang }: Code): boolean => !SHOWN_LANGUAGES.has((lang ?? '').toLowerCase());

/** An item of nothing but an address. */
const LINK_ALONE =
  /^(?:\[[^\]\n]{1,500}\](?:\([^)\n]{1,2000}\)|\[[^\]\n]{0,500}\])|<?https?:\/\/[^\s<>]{1,2000}>?)[.,;]?$/;

function isLinkAlone({ children: [first] }: ListItem, body: string): boolean {
  if (first?.type !== 'paragraph') return false;
  const [from, to] = [first.position?.start.offset ?? 0, first.position?.end.offset ?? 0];
  return to - from < 3_000 && LINK_ALONE.test(body.slice(from, to).trim());
}

/** A numbered list of things to do: not one of contents or references, where each item is a link. */
export function isNumbered(node: RootContent, body: string): node is List {
  if (node.type !== 'list' || node.ordered !== true) return false;
  const said = node.children.filter((item) => item.children.length > 0);
  return said.length > 0 && !said.every((item) => isLinkAlone(item, body));
}

/** `### Step 2: …`: a numbered item that is written as a heading. */
export const isStepHeading = (words: string): boolean => /^(?:step|étape|etape)\s+#?\d/i.test(words);

/** Sections that explain and refer: what is numbered in them is nothing to do. */
const ASIDE =
  /^(?:meaning|impact|overview|summary|background|(?:full |more )?context|(?:table of )?contents|see also|references?|(?:quick |useful |related )?links?|(?:further|more|additional|related) (?:reading|information|resources|documentation)|resources|signification|sens|contexte|résumé|vue d[’']ensemble|sommaire|table des matières|voir aussi|références?|liens(?: utiles)?|pour en savoir plus)[\s:.]*$/i;
export const isAside = (words: string): boolean => ASIDE.test(words.replace(/^[\d.)\s]+/, ''));

/** Written by somebody who did not know of attributes: `up{job="api"}` and `{.status.phase}` are words. */
export function numberedAttributes(words: string): { text: string; attributes: Attributes } {
  const split = splitAttributes(words);
  const { id, classes } = split.attributes;
  const isMeant =
    (id !== undefined || classes.length > 0) && stepKindOf(split.attributes, {}).problem !== 'unknownClass';
  return isMeant ? split : { text: words.trim(), attributes: { classes: [], values: new Map() } };
}

/**
 * What stands at the edge right behind a numbered list and was meant for its last item: code, and bullets. Markdown
 * ends a list at what is not indented; people do not.
 */
export function behindList(nodes: readonly RootContent[], from: number): RootContent[] {
  const rest = nodes.slice(from, from + 20);
  const end = rest.findIndex((node) => node.type !== 'code' && !(node.type === 'list' && node.ordered !== true));
  return end < 0 ? rest : rest.slice(0, end);
}
