import { useEffect, useState } from 'react';
import { type ParsedProcedure, parseProcedure } from '../../../../src-shared/procedure/parse.ts';
import type { Millis } from '../../../../src-shared/time/clock.ts';

/** A text of everyday length is read at each pause between two key presses. */
const PAUSE: Millis = 120;
/** Characters that are read before the first drawing, in some milliseconds. */
const AT_ONCE = 40_000;

const NOTHING: ParsedProcedure = { blocks: [], steps: [], definitions: '', problems: [] };

/** What the text says, a moment after the last key press; the longer the reading takes, the longer the moment. */
export function useParsed(body: string): ParsedProcedure {
  const [state, setState] = useState(() =>
    body.length <= AT_ONCE
      ? { body, parsed: parseProcedure(body), took: 0 }
      : { body: undefined, parsed: NOTHING, took: 0 },
  );
  useEffect(() => {
    if (state.body === body) return;
    const wait = state.body === undefined ? 0 : PAUSE + 3 * state.took;
    const timer = setTimeout(() => {
      const from = performance.now();
      const parsed = parseProcedure(body);
      setState({ body, parsed, took: performance.now() - from });
    }, wait);
    return () => clearTimeout(timer);
  }, [body, state]);
  return state.parsed;
}
