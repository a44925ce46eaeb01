import type { Expression } from '../model/mapping.ts';
import { cleanText } from './clean.ts';
import { hashText } from './keys.ts';
import { compilePath, type Scope } from './paths.ts';

/** Longest text that an expression gives, in UTF-16 units. */
const MAX_TEXT = 8_192;

/** A text without control characters, or nothing: absent, empty, an object or a list. */
export type TextOf = (scope: Scope) => string | undefined;

const fixedText = (text: string): TextOf => {
  const value = text === '' ? undefined : text;
  return () => value;
};

function firstOf(all: readonly TextOf[]): TextOf {
  return (scope) => {
    for (const one of all) {
      const text = one(scope);
      if (text !== undefined) return text;
    }
    return undefined;
  };
}

function compileTemplate(template: string): TextOf {
  const parts = template.split(/\{([^{}]{1,600})\}/).map((part, n) =>
    n % 2 === 0
      ? part
      : firstOf(
          part
            .split('|')
            .filter((path) => path.trim() !== '')
            .map((path) => compileExpression(path.trim())),
        ),
  );
  return (scope) => {
    let found = false;
    let text = '';
    for (const part of parts) {
      if (typeof part === 'string') text += part;
      else {
        const value = part(scope);
        if (value === undefined) continue;
        found = true;
        text += value;
      }
      if (text.length > MAX_TEXT) break;
    }
    return found || parts.length === 1 ? cleanText(text, MAX_TEXT) : undefined;
  };
}

const sortedLabels = (labels: Scope['labels']) => Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1));

/** An expression as a function; nothing of it is read again. */
export function compileExpression(expression: Expression): TextOf {
  if (typeof expression === 'string' || 'path' in expression) {
    const max = typeof expression === 'string' ? MAX_TEXT : expression.max;
    const read = compilePath(typeof expression === 'string' ? expression : expression.path);
    return (scope) => cleanText(read(scope), max);
  }
  if ('first' in expression) return firstOf(expression.first.map(compileExpression));
  if ('join' in expression) {
    const all = expression.join.map(compileExpression);
    return (scope) => {
      const texts = all.flatMap((one) => one(scope) ?? []);
      return texts.length === 0 ? undefined : cleanText(texts.join(expression.with), MAX_TEXT);
    };
  }
  if ('text' in expression) return compileTemplate(expression.text);
  if ('value' in expression) return fixedText(expression.value);
  if ('table' in expression) {
    const of = compileExpression(expression.of);
    const table = new Map(Object.entries(expression.table).map(([from, to]) => [from.trim().toLowerCase(), to]));
    const { else: otherwise, absent } = expression;
    return (scope) => {
      const text = of(scope);
      const found = text === undefined ? absent : (table.get(text.trim().toLowerCase()) ?? otherwise);
      return found === '' ? undefined : found;
    };
  }
  if ('cut' in expression) {
    const of = compileExpression(expression.cut);
    const { after, before = [] } = expression;
    return (scope) => {
      const text = of(scope) ?? '';
      const from = after === undefined ? 0 : text.indexOf(after);
      if (from < 0) return undefined;
      const rest = text.slice(from + (after?.length ?? 0));
      const ends = before.map((mark) => rest.indexOf(mark)).filter((at) => at >= 0);
      return cleanText(rest.slice(0, Math.min(rest.length, ...ends)), MAX_TEXT);
    };
  }
  const { hash } = expression;
  if (hash === 'labels') return ({ labels }) => hashText(JSON.stringify(sortedLabels(labels)));
  const all = hash.map(compileExpression);
  return (scope) => hashText(JSON.stringify(all.map((one) => one(scope) ?? '')));
}

/** Every path that an expression reads. */
export function pathsOf(expression: Expression): string[] {
  if (typeof expression === 'string') return [expression];
  if ('path' in expression) return [expression.path];
  if ('first' in expression) return expression.first.flatMap(pathsOf);
  if ('join' in expression) return expression.join.flatMap(pathsOf);
  if ('table' in expression) return pathsOf(expression.of);
  if ('cut' in expression) return pathsOf(expression.cut);
  if ('text' in expression) {
    return [...expression.text.matchAll(/\{([^{}]{1,600})\}/g)].flatMap(([, inside = '']) =>
      inside.split('|').flatMap((path) => path.trim() || []),
    );
  }
  return 'hash' in expression && expression.hash !== 'labels' ? expression.hash.flatMap(pathsOf) : [];
}
