import { z } from 'zod';
import { type Change, type ChangeContent, type Freeze, RISKS } from '../../../src-shared/model/change.ts';
import { CHANGE_TYPES } from '../../../src-shared/model/change-type.ts';
import { personId, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import type { ArgsOf } from '../../../src-shared/mutators/registry.ts';
import { sameJson } from '../../../src-shared/mutators/same.ts';
import { DAY, HOUR, type Instant } from '../../../src-shared/time/clock.ts';
import { dayNumberAt } from '../../../src-shared/time/month.ts';
import { instantOfWallClock } from '../../../src-shared/time/zone.ts';
import { readWindow, typedWindow } from './window-text.ts';

const typedWindowSchema = z.object({
  from: z.string(),
  to: z.string(),
  zone: z.string(),
  of: z.object({ from: z.number(), to: z.number() }).optional(),
});

/** A change as it is being typed; kept as a draft. */
export const changeFormSchema = z.object({
  title: z.string(),
  type: z.enum(CHANGE_TYPES),
  services: z.array(z.string()),
  owner: z.string(),
  team: z.string(),
  risk: z.enum(RISKS),
  riskText: z.string(),
  rollback: z.string(),
  window: typedWindowSchema,
  /** The revision that it began from; none for a new one. */
  base: z.int().optional(),
});
export type ChangeForm = z.infer<typeof changeFormSchema>;

/** A freeze as it is being typed; kept as a draft. */
export const freezeFormSchema = z.object({
  title: z.string(),
  reason: z.string(),
  services: z.array(z.string()),
  window: typedWindowSchema,
  /** The revision that it began from; none for a new one. */
  base: z.int().optional(),
});
export type FreezeForm = z.infer<typeof freezeFormSchema>;

/** The form of a freeze, or of a new one: for a week from tomorrow on. */
export function freezeForm(freeze: Freeze | undefined, now: Instant, zone: string): FreezeForm {
  const tomorrow = dayNumberAt(now, zone) + 1;
  const midnight = (day: number) => instantOfWallClock(day * DAY, zone, 'earlier');
  return {
    title: freeze?.title ?? '',
    reason: freeze?.reason ?? '',
    services: [...(freeze?.services ?? [])],
    window: typedWindow(freeze?.window ?? { from: midnight(tomorrow), to: midnight(tomorrow + 7), zone }),
    ...(freeze ? { base: freeze.revision } : {}),
  };
}

/** What a form says of a freeze; undefined while it lacks something. */
export function freezeContentOf(
  form: FreezeForm,
): Pick<Freeze, 'title' | 'reason' | 'services' | 'window'> | undefined {
  const window = readWindow(form.window);
  const title = asLine(form.title);
  const reason = form.reason.trim();
  if (!window || !isName(title) || reason === '') return undefined;
  return { title, reason, services: form.services.map((one) => serviceId(one)), window };
}

/** Nothing yet: tomorrow at this hour, for two hours. */
export function emptyForm({ now, zone, me }: { now: Instant; zone: string; me: string | undefined }): ChangeForm {
  const from = Math.ceil((now + DAY) / HOUR) * HOUR;
  return {
    title: '',
    type: 'security',
    services: [],
    owner: me ?? '',
    team: '',
    risk: 'medium',
    riskText: '',
    rollback: '',
    window: typedWindow({ from, to: from + 2 * HOUR, zone }),
  };
}

export const formOf = (doc: Change): ChangeForm => ({
  title: doc.title,
  type: doc.type,
  services: [...doc.services],
  owner: doc.owner ?? '',
  team: doc.team ?? '',
  risk: doc.risk,
  riskText: doc.riskText ?? '',
  rollback: doc.rollback ?? '',
  window: typedWindow(doc.window),
  base: doc.revision,
});

/** What the form says; undefined while it lacks a title or its window is none. */
export function contentOf(form: ChangeForm): ChangeContent | undefined {
  const window = readWindow(form.window);
  const title = asLine(form.title);
  if (!window || !isName(title)) return undefined;
  const { type, risk, services, owner, team } = form;
  const riskText = form.riskText.trim();
  const rollback = form.rollback.trim();
  return {
    title,
    type,
    risk,
    window,
    services: services.map((one) => serviceId(one)),
    ...(owner === '' ? {} : { owner: personId(owner) }),
    ...(team === '' ? {} : { team: teamId(team) }),
    ...(riskText === '' ? {} : { riskText }),
    ...(rollback === '' ? {} : { rollback }),
  };
}

type Set = ArgsOf<'change.edit'>['set'];

/** What an edit changes of a change, and nothing else. */
export function changedFields(before: ChangeContent, next: ChangeContent): Set {
  const { owner = null, team = null, riskText = null, rollback = null } = next;
  const { title, type, services, risk, window } = next;
  const was = { owner: null, team: null, riskText: null, rollback: null, ...before };
  return {
    ...(title === was.title ? {} : { title }),
    ...(type === was.type ? {} : { type }),
    ...(sameJson(services, was.services) ? {} : { services }),
    ...(risk === was.risk ? {} : { risk }),
    ...(sameJson(window, was.window) ? {} : { window }),
    ...(owner === was.owner ? {} : { owner }),
    ...(team === was.team ? {} : { team }),
    ...(riskText === was.riskText ? {} : { riskText }),
    ...(rollback === was.rollback ? {} : { rollback }),
  };
}
