import { z } from 'zod';
import { instantSchema } from '../../../src-shared/model/ids.ts';
import { formatMatchers } from '../../../src-shared/silence/parse.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import { HOUR, type Instant } from '../../../src-shared/time/clock.ts';
import { isZone } from '../../../src-shared/time/zone.ts';
import type { SilenceQuestion } from './desk.ts';

/** A silence as it is typed, its times on the clocks of `zone`; kept as a draft. */
export const silenceFormSchema = z.object({
  text: z.string(),
  start: z.string(),
  end: z.string(),
  zone: z.string().refine(isZone),
  reason: z.string(),
  /** When the form was begun. */
  opened: instantSchema,
  /** Of the silence that it edits, as it was then. */
  revision: z.int().positive().optional(),
});
export type SilenceForm = z.infer<typeof silenceFormSchema>;

type Question = Exclude<SilenceQuestion, { kind: 'import' }>;

/** One for each silence, and for each that begins with the same matchers. */
export const draftName = (question: Question): string =>
  question.kind === 'edit' ? `silence/${question.id}` : `silence-new/${formatMatchers(question.matchers)}`;

export function silenceForm(question: Question, opened: Instant, mine: string): SilenceForm {
  const before = question.kind === 'edit' ? question.doc : undefined;
  const zone = before?.zone ?? mine;
  return {
    text: formatMatchers(question.kind === 'edit' ? question.doc.matchers : question.matchers),
    start: wallText(before?.startsAt ?? opened, zone),
    end: wallText(before?.endsAt ?? opened + 2 * HOUR, zone),
    zone,
    reason: before?.reason ?? (question.kind === 'new' ? (question.reason ?? '') : ''),
    opened,
    ...(before ? { revision: before.revision } : {}),
  };
}

/** Whether somebody has edited the silence since its form was begun. */
export const isOlder = ({ revision }: SilenceForm, question: Question): boolean =>
  question.kind === 'edit' && revision !== question.doc.revision;

/** When a new one begins: a start that was left alone is now, however long the form stands open. */
export function startOf({ start, zone, opened, revision }: SilenceForm, now: Instant): Instant | undefined {
  const isLeft = revision === undefined && start === wallText(opened, zone);
  return isLeft ? now : instantOfText(start, zone, 'start');
}
