import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Every colour is a token, so that the editor changes with the console, high contrast included. */
const surface = EditorView.theme({
  '&': { blockSize: '100%', backgroundColor: 'var(--pane)', color: 'var(--ink)', fontSize: '12.5px' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '20px', fontFeatureSettings: '"calt" 0' },
  '.cm-content': { caretColor: 'var(--ink)', padding: 'var(--s3) 0 var(--s6)', userSelect: 'text' },
  '.cm-line': { padding: '0 var(--s4) 0 var(--s2)' },
  '.cm-gutters': {
    backgroundColor: 'transparent',
    color: 'var(--faint)',
    border: '0',
    paddingInlineStart: 'var(--s1)',
  },
  '.cm-lineNumbers .cm-gutterElement': { minInlineSize: '28px', fontSize: '11px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in oklab, var(--raise) 55%, transparent)' },
  '.cm-activeLineGutter': { backgroundColor: 'transparent', color: 'var(--dim)' },
  '.cm-cursor, .cm-dropCursor': { borderInlineStartColor: 'var(--ink)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in oklab, var(--accent) 28%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--faint)' },
  '.cm-selectionMatch': { backgroundColor: 'color-mix(in oklab, var(--accent) 16%, transparent)' },
  '.cm-searchMatch': { backgroundColor: 'color-mix(in oklab, var(--time-due) 30%, transparent)' },
  '.cm-searchMatch.cm-searchMatch-selected': {
    backgroundColor: 'color-mix(in oklab, var(--time-due) 55%, transparent)',
  },
  '.cm-panels': { backgroundColor: 'var(--float)', color: 'var(--ink)', fontFamily: 'var(--font)' },
  '.cm-panels-bottom': { borderBlockStart: '1px solid var(--line)' },
  '.cm-panel.cm-search': { padding: 'var(--s2) var(--s5) var(--s2) var(--s3)', fontSize: '12px' },
  '.cm-panel.cm-search label': { fontSize: '12px', color: 'var(--dim)' },
  '.cm-panel.cm-search [name=close]': { color: 'var(--dim)', insetInlineEnd: 'var(--s2)' },
  '.cm-textfield': {
    backgroundColor: 'var(--pane)',
    color: 'var(--ink)',
    border: '1px solid var(--edge)',
    borderRadius: 'var(--r-small)',
    fontSize: '12px',
    padding: '3px 6px',
  },
  '.cm-button': {
    backgroundImage: 'none',
    backgroundColor: 'var(--raise)',
    color: 'var(--ink)',
    border: '1px solid var(--line)',
    borderRadius: 'var(--r-small)',
    fontSize: '12px',
    padding: '3px 8px',
  },
  '.cm-tooltip': {
    backgroundColor: 'var(--float)',
    color: 'var(--ink)',
    border: '1px solid var(--line-float)',
    borderRadius: 'var(--r)',
    boxShadow: 'var(--shade)',
    fontFamily: 'var(--font)',
    fontSize: '12px',
  },
  '.cm-diagnostic': { padding: 'var(--s2) var(--s3)' },
  '.cm-diagnostic-warning': { borderInlineStart: '2px solid var(--time-due-bar)' },
  '.cm-lintRange-warning': {
    backgroundImage: 'none',
    textDecoration: 'underline wavy var(--time-due-bar) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-gutter-lint': { inlineSize: '14px' },
  '.cm-lint-marker': { inlineSize: '8px', blockSize: '8px' },
  '.cm-lint-marker-warning': {
    content: '""',
    display: 'block',
    margin: '6px 2px',
    borderRadius: '2px',
    transform: 'rotate(45deg)',
    backgroundColor: 'var(--time-due-bar)',
  },
});

/** Emphasis by weight and shade first: a runbook is prose, and colour is kept for what needs a person. */
const words = HighlightStyle.define([
  { tag: tags.heading, fontWeight: '650', color: 'var(--ink)' },
  { tag: tags.strong, fontWeight: '650' },
  { tag: tags.emphasis, fontStyle: 'italic' },
  { tag: tags.strikethrough, textDecoration: 'line-through' },
  { tag: [tags.link, tags.url], color: 'var(--accent)' },
  { tag: tags.monospace, color: 'var(--dim)' },
  { tag: tags.quote, color: 'var(--dim)' },
  { tag: [tags.processingInstruction, tags.contentSeparator, tags.meta, tags.comment], color: 'var(--faint)' },
  { tag: [tags.atom, tags.keyword, tags.operatorKeyword], color: 'var(--accent)' },
]);

export const editorTheme: Extension = [surface, syntaxHighlighting(words)];
