import { err, ok, type Result } from '../contract/errors.ts';
import type { Matcher } from '../model/silence.ts';
import { unquoteGo } from './go-string.ts';
import { regexProblem } from './matcher.ts';

/** Why a text is no list of matchers: `silence.matcher.<code>` in the interface. `at` counts characters from 0. */
export interface MatcherError {
  code:
    | 'empty'
    | 'name'
    | 'operator'
    | 'value'
    | 'separator'
    | 'unterminated'
    | 'escape'
    | 'character'
    | 'unopened'
    | 'unclosed'
    | 'tooMany'
    | 'tooLong'
    | 'regex';
  at: number;
  /** The text it is about; the expression's own problem for `regex`. */
  detail: string;
}

type Parsed = Result<Matcher[], MatcherError>;
type Kind = '{' | '}' | ',' | 'operator' | 'quoted' | 'bare' | 'end';

interface Token {
  kind: Kind;
  text: string;
  at: number;
}

const MOST = 50;
const BLANK = /\p{White_Space}/u;
const BARE = /[^\p{White_Space}{}!=~,\\"'`]+/uy;
const QUOTED = /"(?:[^"\\]|\\[\s\S])*"/y;
const OPERATOR = /=~|!=|!~|=/y;

function tokens(input: string): Result<Token[], MatcherError> {
  const list: Token[] = [];
  const take = (pattern: RegExp, at: number) => {
    pattern.lastIndex = at;
    return pattern.exec(input)?.[0];
  };
  for (let at = 0; at < input.length; ) {
    const char = input[at] ?? '';
    if (BLANK.test(char)) {
      at += 1;
      continue;
    }
    let token: Token | undefined;
    if (char === '{' || char === '}' || char === ',') token = { kind: char, text: char, at };
    else if (char === '=' || char === '!') {
      const text = take(OPERATOR, at);
      if (text === undefined) return err({ code: 'operator', at, detail: char });
      token = { kind: 'operator', text, at };
    } else if (char === '"') {
      const text = take(QUOTED, at);
      if (text === undefined) return err({ code: 'unterminated', at, detail: input.slice(at, at + 40) });
      token = { kind: 'quoted', text, at };
    } else {
      const text = take(BARE, at);
      if (text === undefined) return err({ code: 'character', at, detail: char });
      token = { kind: 'bare', text, at };
    }
    list.push(token);
    at += token.text.length;
  }
  list.push({ kind: 'end', text: '', at: input.length });
  return ok(list);
}

function matcherOf(name: string, operator: string, value: string, at: number): Result<Matcher, MatcherError> {
  if (name === '') return err({ code: 'name', at, detail: '' });
  if (name.length > 256 || value.length > 1_000) return err({ code: 'tooLong', at, detail: name.slice(0, 40) });
  const isRegex = operator.endsWith('~');
  const problem = isRegex ? regexProblem(value) : undefined;
  if (problem !== undefined) return err({ code: 'regex', at, detail: problem });
  return ok({ name, value, isRegex, isEqual: !operator.startsWith('!') });
}

/** Alertmanager's grammar since 0.27: names and values are bare words without reserved characters, or Go strings. */
function parseStrict(input: string): Parsed {
  const read = tokens(input);
  if (!read.ok) return read;
  const list = read.value;
  let place = 0;
  const peek = (): Token => list[place] ?? { kind: 'end', text: '', at: input.length };
  const next = (): Token => {
    const token = peek();
    place += 1;
    return token;
  };
  const word = (token: Token, code: 'name' | 'value'): Result<string, MatcherError> => {
    if (token.kind === 'bare') return ok(token.text);
    if (token.kind !== 'quoted') return err({ code, at: token.at, detail: token.text });
    const text = unquoteGo(token.text);
    return text === undefined ? err({ code: 'escape', at: token.at, detail: token.text.slice(0, 40) }) : ok(text);
  };

  const matchers: Matcher[] = [];
  const braced = peek().kind === '{';
  if (braced) next();
  while (peek().kind !== '}' && peek().kind !== 'end') {
    const first = next();
    const name = word(first, 'name');
    if (!name.ok) return name;
    const operator = next();
    if (operator.kind !== 'operator') return err({ code: 'operator', at: operator.at, detail: operator.text });
    const value = word(next(), 'value');
    if (!value.ok) return value;
    const matcher = matcherOf(name.value, operator.text, value.value, first.at);
    if (!matcher.ok) return matcher;
    matchers.push(matcher.value);
    const after = peek();
    if (after.kind === ',') next();
    else if (after.kind !== '}' && after.kind !== 'end') {
      return err({ code: 'separator', at: after.at, detail: after.text });
    }
  }
  const last = next();
  if (last.kind === '}' && !braced) return err({ code: 'unopened', at: last.at, detail: '}' });
  if (last.kind === 'end' && braced) return err({ code: 'unclosed', at: last.at, detail: '' });
  const beyond = last.kind === 'end' ? last : next();
  return beyond.kind === 'end' ? ok(matchers) : err({ code: 'separator', at: beyond.at, detail: beyond.text });
}

const CLASSIC = /^\s*([a-zA-Z_:][a-zA-Z0-9_:]*)\s*(=~|=|!=|!~)\s*([\s\S]*?)\s*$/;

/** Splits at commas outside quotes. */
function pieces(input: string): { text: string; at: number }[] {
  const list: { text: string; at: number }[] = [];
  let quoted = false;
  let escaped = false;
  let start = 0;
  for (let at = 0; at < input.length; at += 1) {
    const char = input[at];
    if (char === ',' && !quoted) {
      list.push({ text: input.slice(start, at), at: start });
      start = at + 1;
    } else if (char === '"') {
      if (!escaped) quoted = !quoted;
    }
    escaped = char === '\\' && !escaped;
  }
  const rest = input.slice(start);
  if (rest.trim() !== '') list.push({ text: rest, at: start });
  return list;
}

/** OpenMetrics escapes; any other backslash stands for itself. */
function unescapeClassic(raw: string): string | undefined {
  const quoted = raw.startsWith('"');
  const body = quoted ? raw.slice(1) : raw;
  let text = '';
  let closed = !quoted;
  for (let at = 0; at < body.length; at += 1) {
    const char = body[at];
    const next = body[at + 1];
    if (char === '\\' && next !== undefined) {
      text += next === 'n' ? '\n' : next === '"' || next === '\\' ? next : `\\${next}`;
      at += 1;
    } else if (char === '"') {
      if (!quoted || at < body.length - 1) return undefined;
      closed = true;
    } else text += char;
  }
  return closed ? text : undefined;
}

/** The grammar before 0.27, which Alertmanager and amtool still fall back to: tolerant of unquoted values. */
function parseClassic(input: string): Parsed {
  const body = input.replace(/^\{/, '').replace(/\}$/, '');
  const matchers: Matcher[] = [];
  for (const { text, at } of pieces(body)) {
    const found = CLASSIC.exec(text);
    if (!found) return err({ code: 'operator', at, detail: text.trim().slice(0, 40) });
    const [, name = '', operator = '', raw = ''] = found;
    const value = unescapeClassic(raw);
    if (value === undefined) return err({ code: 'unterminated', at, detail: raw.slice(0, 40) });
    const matcher = matcherOf(name, operator, value, at);
    if (!matcher.ok) return matcher;
    matchers.push(matcher.value);
  }
  return ok(matchers);
}

/**
 * What Alertmanager's UI and amtool accept: the grammar of today, else the classic one, else (amtool) one word that is
 * the alert's name. The error is that of today's grammar, which knows where it stands.
 */
export function parseMatchers(input: string): Parsed {
  const strict = parseStrict(input);
  let parsed = strict;
  if (!strict.ok && strict.error.code !== 'regex') {
    const classic = parseClassic(input);
    if (classic.ok ? classic.value.length > 0 : classic.error.code === 'regex') parsed = classic;
    else if (/^[^\p{White_Space}{}!=~,\\"'`]+$/u.test(input.trim())) {
      parsed = ok([{ name: 'alertname', value: input.trim(), isRegex: false, isEqual: true }]);
    }
  }
  if (!parsed.ok) return parsed;
  if (parsed.value.length === 0) return err({ code: 'empty', at: 0, detail: '' });
  return parsed.value.length > MOST ? err({ code: 'tooMany', at: 0, detail: String(MOST) }) : parsed;
}

const RESERVED = /[\p{White_Space}{}!=~,\\"'`]/u;

const escaped = (text: string) => text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

/** As Alertmanager writes it: `severity=~"critical|warning"`; a name with reserved characters is quoted. */
export function formatMatcher({ name, value, isRegex, isEqual }: Matcher): string {
  const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
  return `${RESERVED.test(name) ? `"${escaped(name)}"` : name}${operator}"${escaped(value)}"`;
}

export function formatMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(formatMatcher).join(', ');
}
