import { useCallback, useRef, useState } from 'react';
import {
  bringTogether,
  type EditedText,
  sameText,
  type TextConflict,
  type TextEdit,
} from '../../src-shared/procedure/text-edit.ts';

/** A text as the records have it. */
export interface NumberedText extends EditedText {
  number: number;
}

export interface TextEditing {
  edit: TextEdit;
  /** Changes when the editor has to take the text anew. */
  version: number;
  setTitle(title: string): void;
  setNote(note: string): void;
  setBody(body: string, conflicts: readonly TextConflict[]): void;
  /** Puts the edit on top of what the records have by now. Answers it. */
  together(current: NumberedText): TextEdit;
  /** The records took `saved`, and say `current`: what was typed since stays on top of it. */
  saved(saved: TextEdit, current: NumberedText): TextEdit;
  replace(edit: TextEdit): void;
  /** As it is at this moment, whatever was drawn last. */
  now(): TextEdit;
}

/** A text being edited. `changed` hears of everything the person does to it, to keep it as a draft. */
export function useTextEdit(initial: TextEdit, changed: (edit: TextEdit) => void): TextEditing {
  const [state, setState] = useState({ edit: initial, version: 0 });
  const newest = useRef(initial);
  const hear = useRef(changed);
  hear.current = changed;

  const put = useCallback((edit: TextEdit, isTyped: boolean) => {
    const { body, conflicts } = newest.current;
    const isOther = edit.body !== body || edit.conflicts.length + conflicts.length > 0;
    newest.current = edit;
    setState(({ version }) => ({ edit, version: isTyped || !isOther ? version : version + 1 }));
  }, []);
  const typed = useCallback(
    (change: Partial<TextEdit>) => {
      const edit = { ...newest.current, ...change };
      put(edit, true);
      hear.current(edit);
    },
    [put],
  );

  return {
    edit: state.edit,
    version: state.version,
    setTitle: (title) => typed({ title, otherTitle: undefined }),
    setNote: (note) => typed({ note }),
    setBody: (body, conflicts) => typed({ body, conflicts: [...conflicts] }),
    together(current) {
      const edit = bringTogether(newest.current, current, current.number);
      put(edit, false);
      hear.current(edit);
      return edit;
    },
    saved(saved, current) {
      const later = newest.current;
      const from = { title: saved.title, body: saved.body };
      const edit = bringTogether({ ...later, from, note: later === saved ? '' : later.note }, current, current.number);
      put(edit, false);
      if (!sameText(edit, current)) hear.current(edit);
      return edit;
    },
    replace: (edit) => put(edit, false),
    now: () => newest.current,
  };
}
