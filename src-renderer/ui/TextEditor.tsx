import { type ComponentType, type Ref, useEffect, useState } from 'react';
import type { TextConflict } from '../../src-shared/procedure/text-edit.ts';
import styles from './text-editor/TextEditor.module.css';

/** A line of the text that asks for a second look. */
export interface TextProblem {
  /** From 1. */
  line: number;
  message: string;
}

export interface TextEditorHandle {
  focus(): void;
  /** Puts `text` on a line of its own below the caret's, on the caret's where that is blank, and selects the first
   * `placeholder` in it. */
  insertLine(text: string, placeholder?: string): void;
  /** From 1. */
  goToLine(line: number): void;
  goToConflict(): void;
}

export interface TextEditorProps {
  /** Lines end in `\n`. */
  value: string;
  /** `conflicts` are those that are still open, where they stand now. */
  onChange(value: string, conflicts: readonly TextConflict[]): void;
  label: string;
  /** What the editor itself says, by its English wording: `editorPhrases`. */
  phrases: Readonly<Record<string, string>>;
  /** Stretches to choose in. */
  conflicts?: readonly TextConflict[];
  /** `value` and `conflicts` take the place of what the editor holds when this changes, and at no other moment. */
  version?: number;
  problems?: readonly TextProblem[];
  /** Keeps pasted or dropped files; what it answers is put into the text. */
  onPasteFiles?(files: File[]): Promise<string | undefined>;
  isReadOnly?: boolean;
  autoFocus?: boolean;
  describedBy?: string;
  ref?: Ref<TextEditorHandle>;
}

type State = { Loaded?: ComponentType<TextEditorProps>; failed?: true };

/** CodeMirror is read when the first text is edited; where it cannot be, a plain field takes the same text. */
export function TextEditor(props: TextEditorProps) {
  const [{ Loaded, failed }, setState] = useState<State>({});
  useEffect(() => {
    let isHere = true;
    import('./text-editor/CodeMirrorEditor.tsx').then(
      ({ CodeMirrorEditor }) => {
        if (isHere) setState({ Loaded: CodeMirrorEditor });
      },
      (failure: unknown) => {
        console.error('the text editor could not be read', failure);
        if (isHere) setState({ failed: true });
      },
    );
    return () => {
      isHere = false;
    };
  }, []);
  if (Loaded) return <Loaded {...props} />;
  if (!failed) return <div className={styles.editor} aria-busy />;
  return (
    <textarea
      className={styles.plain}
      aria-label={props.label}
      aria-describedby={props.describedBy}
      value={props.value}
      readOnly={props.isReadOnly}
      onChange={({ target }) => props.onChange(target.value, props.conflicts ?? [])}
    />
  );
}
