import type { Extension } from '@codemirror/state';
import { Decoration, EditorView, MatchDecorator, ViewPlugin, type ViewUpdate } from '@codemirror/view';

/** `- [ ]` and the attributes behind a step: what the console reads stands apart from what people read. */
const decorators = [
  new MatchDecorator({
    regexp: /\{[#.A-Za-z][^{}\n]{0,400}\}(?=\s*$)/g,
    decoration: Decoration.mark({ class: 'cm-step-attributes' }),
  }),
  new MatchDecorator({
    regexp: /^\s*(?:[-*+]|\d{1,9}[.)])\s\[[ xX]\]/g,
    decoration: Decoration.mark({ class: 'cm-step-box' }),
  }),
];

const look = EditorView.theme({
  '.cm-step-attributes, .cm-step-attributes *': { color: 'var(--accent)' },
  '.cm-step-box, .cm-step-box *': { color: 'var(--ink)', fontWeight: '650' },
});

/** Drawn for the lines in sight alone, however long the text. */
export const attributeMarks: Extension = [
  look,
  decorators.map((decorator) =>
    ViewPlugin.define(
      (view) => {
        let marks = decorator.createDeco(view);
        return {
          get marks() {
            return marks;
          },
          update(update: ViewUpdate) {
            marks = decorator.updateDeco(update, marks);
          },
        };
      },
      { decorations: (plugin) => plugin.marks },
    ),
  ),
];
