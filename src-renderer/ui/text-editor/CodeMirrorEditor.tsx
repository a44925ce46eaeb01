import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands';
import { markdown, markdownLanguage } from '@codemirror/lang-markdown';
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint';
import { highlightSelectionMatches, search, searchKeymap } from '@codemirror/search';
import { Compartment, EditorSelection, EditorState, type Extension, Transaction } from '@codemirror/state';
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { useEffect, useImperativeHandle, useRef } from 'react';
import type { TextConflict } from '../../../src-shared/procedure/text-edit.ts';
import type { TextEditorProps } from '../TextEditor.tsx';
import { attributeMarks } from './attribute-marks.ts';
import { conflictMarks, nextConflict, openConflicts, setConflicts } from './conflicts.ts';
import styles from './TextEditor.module.css';
import { editorTheme } from './theme.ts';

const NONE: readonly TextConflict[] = [];

/** Vite leaves the page's nonce here; without it the policy would refuse the editor's style element. */
const nonceOf = (page: Document) => page.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

function files(data: DataTransfer | null): File[] {
  return [...(data?.files ?? [])];
}

/** The one stretch in which two texts differ: the caret stays where it was before and behind it. */
function difference(before: string, after: string): { from: number; to: number; insert: string } {
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before.charCodeAt(from) === after.charCodeAt(from)) from++;
  let end = 0;
  while (end < most - from && before.charCodeAt(before.length - 1 - end) === after.charCodeAt(after.length - 1 - end)) {
    end++;
  }
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** What the editor is from its first moment on; what props change later goes through compartments. */
const always: Extension = [
  lineNumbers(),
  highlightActiveLine(),
  highlightActiveLineGutter(),
  history(),
  drawSelection(),
  dropCursor(),
  EditorView.lineWrapping,
  EditorState.allowMultipleSelections.of(true),
  markdown({ base: markdownLanguage, completeHTMLTags: false }),
  highlightSelectionMatches(),
  search({ top: false }),
  lintGutter(),
  attributeMarks,
  conflictMarks,
  editorTheme,
  // Tab makes a step part of the one above; Escape, then Tab, leaves the text.
  keymap.of([...searchKeymap, ...historyKeymap, ...lintKeymap, indentWithTab, ...defaultKeymap]),
];

export function CodeMirrorEditor(props: TextEditorProps) {
  const {
    value,
    conflicts = NONE,
    version = 0,
    problems,
    label,
    phrases,
    isReadOnly,
    autoFocus,
    describedBy,
    ref,
  } = props;
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | undefined>(undefined);
  const told = useRef(value);
  const shown = useRef(version);
  const marked = useRef(false);
  const latest = useRef(props);
  latest.current = props;
  const settings = useRef(new Compartment());

  const setting = (): Extension => [
    EditorState.phrases.of({ ...phrases }),
    EditorState.readOnly.of(isReadOnly ?? false),
    EditorView.contentAttributes.of({
      'aria-label': label,
      spellcheck: 'true',
      ...(describedBy === undefined ? {} : { 'aria-describedby': describedBy }),
      ...(isReadOnly ? { 'aria-readonly': 'true' } : {}),
    }),
  ];

  // biome-ignore lint/correctness/useExhaustiveDependencies: the view is made once; the effects below keep it in step
  useEffect(() => {
    if (!place.current) return;
    const take = (event: Event, data: DataTransfer | null, at: number | null, editor: EditorView) => {
      const dropped = files(data);
      const { onPasteFiles } = latest.current;
      if (dropped.length === 0 || !onPasteFiles || editor.state.readOnly) return false;
      event.preventDefault();
      if (at !== null) editor.dispatch({ selection: EditorSelection.cursor(at) });
      void onPasteFiles(dropped).then((text) => {
        if (text) editor.dispatch(editor.state.replaceSelection(text), { userEvent: 'input.paste' });
      });
      return true;
    };
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          EditorView.cspNonce.of(nonceOf(document)),
          settings.current.of(setting()),
          always,
          EditorView.domEventHandlers({
            paste: (event, editor) => take(event, event.clipboardData, null, editor),
            drop: (event, editor) =>
              take(event, event.dataTransfer, editor.posAtCoords({ x: event.clientX, y: event.clientY }), editor),
          }),
          EditorView.updateListener.of((update) => {
            const open = update.state.field(openConflicts);
            if (!update.docChanged && open === update.startState.field(openConflicts)) return;
            if (update.transactions.some((tr) => tr.annotation(Transaction.remote))) return;
            if (update.docChanged) told.current = update.state.doc.toString();
            latest.current.onChange(told.current, open);
          }),
        ],
      }),
    });
    if (conflicts.length > 0) {
      made.dispatch({ effects: setConflicts.of(conflicts), annotations: Transaction.remote.of(true) });
    }
    view.current = made;
    if (autoFocus) made.focus();
    return () => made.destroy();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what is typed comes back as `value`, often too late
  useEffect(() => {
    const editor = view.current;
    if (!editor || shown.current === version) return;
    shown.current = version;
    told.current = value;
    editor.dispatch({
      changes: difference(editor.state.doc.toString(), value),
      effects: setConflicts.of(conflicts),
      annotations: Transaction.remote.of(true),
    });
  }, [version]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: `setting` is made of these
  useEffect(() => {
    view.current?.dispatch({ effects: settings.current.reconfigure(setting()) });
  }, [phrases, isReadOnly, label, describedBy]);

  useEffect(() => {
    const editor = view.current;
    if (!editor || (!marked.current && (problems ?? []).length === 0)) return;
    marked.current = true;
    const { doc } = editor.state;
    const marks = (problems ?? []).flatMap(({ line, message }) => {
      if (line < 1 || line > doc.lines) return [];
      const { from, to, text } = doc.line(line);
      return [{ from: from + (text.length - text.trimStart().length), to, severity: 'warning' as const, message }];
    });
    editor.dispatch(setDiagnostics(editor.state, marks));
  }, [problems]);

  useImperativeHandle(
    ref,
    () => ({
      focus: () => view.current?.focus(),
      insertLine(text, placeholder) {
        const editor = view.current;
        if (!editor || editor.state.readOnly) return;
        const { head } = editor.state.selection.main;
        const line = editor.state.doc.lineAt(head);
        const isBlank = line.text.trim() === '';
        const insert = isBlank ? text : `\n${text}`;
        const from = isBlank ? line.from : line.to;
        const at = placeholder === undefined ? -1 : insert.indexOf(placeholder);
        editor.dispatch({
          changes: { from, to: line.to, insert },
          selection:
            at < 0
              ? EditorSelection.cursor(from + insert.length)
              : EditorSelection.range(from + at, from + at + (placeholder?.length ?? 0)),
          scrollIntoView: true,
          userEvent: 'input',
        });
        editor.focus();
      },
      goToLine(number) {
        const editor = view.current;
        if (!editor || number < 1 || number > editor.state.doc.lines) return;
        const { from } = editor.state.doc.line(number);
        editor.dispatch({
          selection: EditorSelection.cursor(from),
          effects: EditorView.scrollIntoView(from, { y: 'center' }),
        });
        editor.focus();
      },
      goToConflict: () => void (view.current && nextConflict(view.current)),
    }),
    [],
  );

  return <div ref={place} className={styles.editor} data-selectable />;
}
