import { useEffect, useMemo, useState } from 'react';
import type { Run } from '../../../src-shared/model/run.ts';
import { parseBeginning } from '../../../src-shared/procedure/beginning.ts';
import { type ParsedProcedure, parseRun } from '../../../src-shared/procedure/parse.ts';

export type RunText = Pick<Run, 'body' | 'numbered'>;

/** Lines of a text that is read before anything is shown, in some 30 ms. */
const AT_ONCE = 300;

const NOTHING: ParsedProcedure = { blocks: [], steps: [], definitions: '', problems: [] };

function readBeside(text: RunText, done: (parsed: ParsedProcedure) => void): () => void {
  const worker = new Worker(new URL('./reading-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', ({ data }: MessageEvent<ParsedProcedure>) => {
    worker.terminate();
    done(data);
  });
  worker.addEventListener('error', () => {
    worker.terminate();
    done(parseRun(text));
  });
  worker.postMessage(text);
  return () => worker.terminate();
}

/** The text of a run, read; of a long one its beginning first, or nothing, and all of it as soon as it is there. */
export function useParsedRun({ body, numbered }: RunText): { procedure: ParsedProcedure; isWhole: boolean } {
  const isShort = useMemo(() => body.split('\n', AT_ONCE + 1).length <= AT_ONCE, [body]);
  const first = useMemo(() => {
    const text = { body, numbered };
    return isShort ? parseRun(text) : (parseBeginning(text) ?? NOTHING);
  }, [isShort, body, numbered]);
  const [read, setRead] = useState<{ of: ParsedProcedure; procedure: ParsedProcedure }>();
  useEffect(() => {
    if (isShort) return;
    return readBeside({ body, numbered }, (procedure) => setRead({ of: first, procedure }));
  }, [isShort, first, body, numbered]);
  if (isShort) return { procedure: first, isWhole: true };
  return read?.of === first ? { procedure: read.procedure, isWhole: true } : { procedure: first, isWhole: false };
}
