import { z } from 'zod';
import type { Heartbeat, HeartbeatSchedule } from '../../../src-shared/model/heartbeat.ts';
import { serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import { NOBODY } from '../../data/assignees.ts';
import { onlyTyped } from '../../data/only-typed.ts';
import type { HeartbeatContent, HeartbeatSet } from './actions.ts';
import { formOf, scheduleFormSchema } from './schedule-form.ts';

const fieldsSchema = z.object({
  name: z.string(),
  slug: z.string(),
  schedule: scheduleFormSchema,
  priority: z.enum(PRIORITIES),
  service: z.string(),
  team: z.string(),
  /** With commas between. */
  tags: z.string(),
  manualResume: z.boolean(),
});
/** A job as it is typed; kept as a draft, with what the fields began with. */
export const heartbeatFormSchema = fieldsSchema.extend({ began: fieldsSchema });
export type HeartbeatForm = z.infer<typeof heartbeatFormSchema>;

/** `days` is how a day is written beside a number. */
export function heartbeatForm(doc: Heartbeat | undefined, zone: string, days: string): HeartbeatForm {
  const fields = {
    name: doc?.name ?? '',
    slug: doc?.slug ?? '',
    schedule: formOf(doc?.schedule, zone, days),
    priority: doc?.priority ?? ('P2' as const),
    service: doc?.service ?? NOBODY,
    team: doc?.team ?? NOBODY,
    tags: doc?.tags.join(', ') ?? '',
    manualResume: doc?.manualResume === true,
  };
  return { ...fields, began: fields };
}

const saidBy = (form: HeartbeatForm, schedule: HeartbeatSchedule) => ({
  name: form.name.trim(),
  slug: form.slug.trim() || null,
  schedule,
  priority: form.priority,
  service: form.service === NOBODY ? null : serviceId(form.service),
  team: form.team === NOBODY ? null : teamId(form.team),
  tags: [...new Set(form.tags.split(',').map((tag) => asLine(tag).slice(0, 60)))].filter(isName).slice(0, 50),
  manualResume: form.manualResume || null,
});

export function contentOf(form: HeartbeatForm, read: HeartbeatSchedule): HeartbeatContent {
  const { slug, service, team, manualResume, ...rest } = saidBy(form, read);
  return {
    ...rest,
    ...(slug ? { slug } : {}),
    ...(service ? { service } : {}),
    ...(team ? { team } : {}),
    ...(manualResume ? { manualResume } : {}),
  };
}

/** Only what was typed. */
export const changeOf = (form: HeartbeatForm, read: HeartbeatSchedule): HeartbeatSet =>
  onlyTyped(saidBy(form, read), form, form.began);
