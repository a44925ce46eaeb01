import { useEffect, useMemo, useRef, useState } from 'react';
import type { z } from 'zod';
import type { Instant } from '../../src-shared/time/clock.ts';
import { useData } from './DataProvider.tsx';
import { FORM, WHOLE_TEXT } from './drafts.ts';

export interface TextDraft<T> {
  /** What was kept when the page opened: undefined while it is read, null where there is nothing. */
  kept: T | null | undefined;
  /** Keeps it from now on. Cheap to call at each key press: what is written is the newest when the disk is free. */
  keep(draft: T): void;
  end(): void;
  /** When the disk last took it. */
  keptAt: Instant | undefined;
  /** What was typed last is still on its way there. */
  isKeeping: boolean;
}

/** A long text that is being written, kept on this laptop from the first key press on; what is not of `schema` is none. */
export const useTextDraft = <T>(name: string, schema: z.ZodType<T>): TextDraft<T> =>
  useDraftRow(WHOLE_TEXT + name, schema);

/** What is typed into a dialog: kept as a text is, and forgotten after a month. */
export const useFormDraft = <T>(name: string, schema: z.ZodType<T>): TextDraft<T> => useDraftRow(FORM + name, schema);

function useDraftRow<T>(id: string, schema: z.ZodType<T>): TextDraft<T> {
  const { drafts, now } = useData();
  const [read, setRead] = useState<{ id: string; kept: T | null }>();
  const [keptAt, setKeptAt] = useState<Instant>();
  const [isKeeping, setIsKeeping] = useState(false);
  const newest = useRef<{ draft: T } | undefined>(undefined);
  const isWriting = useRef(false);
  const isEnded = useRef(false);

  useEffect(() => {
    let isHere = true;
    void drafts.read(id).then((text) => {
      if (isHere) setRead({ id, kept: text === '' ? null : parsed(text, schema) });
    });
    return () => {
      isHere = false;
    };
  }, [drafts, id, schema]);

  const { keep, end } = useMemo(() => {
    const write = async () => {
      isWriting.current = true;
      setIsKeeping(true);
      for (let next = newest.current; next; next = newest.current) {
        newest.current = undefined;
        await drafts.write(id, JSON.stringify(next.draft));
        if (!isEnded.current) setKeptAt(now());
      }
      isWriting.current = false;
      setIsKeeping(false);
    };
    return {
      keep(draft: T) {
        newest.current = { draft };
        isEnded.current = false;
        if (!isWriting.current) void write();
      },
      end() {
        newest.current = undefined;
        isEnded.current = true;
        setKeptAt(undefined);
        void drafts.write(id, '');
      },
    };
  }, [drafts, id, now]);

  return { kept: read?.id === id ? read.kept : undefined, keep, end, keptAt, isKeeping };
}

function parsed<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    const result = schema.safeParse(JSON.parse(text));
    return result.success ? result.data : null;
  } catch {
    return null;
  }
}
