import type { TFunction } from 'i18next';
import { STEP_ACTIONS } from '../../../../src-shared/model/procedure.ts';

const STEP_KINDS = ['check', 'text', 'choice', 'measure', 'link', 'command', 'timer', 'approval', 'action'] as const;

/** The attributes of each kind, as they are written behind a step's text. */
const ATTRIBUTES: Readonly<Record<(typeof STEP_KINDS)[number], string>> = {
  check: '',
  text: '{.text}',
  choice: '',
  measure: '{.measure unit=ms max=200}',
  link: '{.link}',
  command: '{.command}',
  timer: '{.timer for=10m}',
  approval: '{.approval by=lead}',
  action: `{.action do=${STEP_ACTIONS[0]}}`,
};

export interface StepSnippet {
  kind: (typeof STEP_KINDS)[number];
  /** A whole line of Markdown. */
  text: string;
  /** The part of it that is written over. */
  placeholder: string;
  /** The attributes alone. */
  syntax: string;
}

/** One line for each kind of step, in the words of the interface's language. */
export function stepSnippets(t: TFunction): StepSnippet[] {
  return STEP_KINDS.map((kind) => {
    const placeholder = t(`procedureEditor.step.${kind}.example`);
    const syntax = kind === 'choice' ? `{.choice options="${t('procedureEditor.options')}"}` : ATTRIBUTES[kind];
    const words =
      kind === 'link'
        ? `[${placeholder}](https://example.org)`
        : kind === 'command'
          ? `${placeholder} \`systemctl status postgresql\``
          : placeholder;
    return { kind, text: `- [ ] ${words}${syntax === '' ? '' : ` ${syntax}`}`, placeholder, syntax };
  });
}
