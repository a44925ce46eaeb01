import { z } from 'zod';
import { CHANGE_TYPES, type Change, type ChangeContent, RISKS } from '../../../src-shared/model/change.ts';
import { personId, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import type { ArgsOf } from '../../../src-shared/mutators/registry.ts';
import { sameJson } from '../../../src-shared/mutators/same.ts';
import { DAY, HOUR, type Instant } from '../../../src-shared/time/clock.ts';
import { readWindow, typedWindow } from './window-text.ts';

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
  window: z.object({
    from: z.string(),
    to: z.string(),
    zone: z.string(),
    of: z.object({ from: z.number(), to: z.number() }).optional(),
  }),
  /** The revision that it began from; none for a new one. */
  base: z.int().optional(),
});
export type ChangeForm = z.infer<typeof changeFormSchema>;

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
  const title = form.title.trim();
  if (!window || title === '') return undefined;
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
