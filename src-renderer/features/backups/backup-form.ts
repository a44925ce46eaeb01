import { z } from 'zod';
import { type Backup, backupSchema } from '../../../src-shared/model/backup.ts';
import { heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import { personId, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { isName } from '../../../src-shared/model/name.ts';
import { NOBODY } from '../../data/assignees.ts';
import { onlyTyped } from '../../data/only-typed.ts';
import { parseDuration } from '../../platform/duration-text.ts';
import type { Format } from '../../platform/format.ts';
import type { BackupContent, BackupSet } from './actions.ts';
import { parseSize, typedSize } from './size-text.ts';

export const NEVER = '';

const fieldsSchema = z.object({
  title: z.string(),
  target: z.string(),
  /** `NEVER`, or a rule. */
  cadence: z.string(),
  /** In days. */
  retention: z.string(),
  sizeAtLeast: z.string(),
  restoreWithin: z.string(),
  service: z.string(),
  owner: z.string(),
  team: z.string(),
  heartbeat: z.string(),
});
/** An entry of the register as it is typed; kept as a draft, with what the fields began with. */
export const backupFormSchema = fieldsSchema.extend({ began: fieldsSchema });
export type BackupForm = z.infer<typeof backupFormSchema>;

export function backupForm(doc: Backup | undefined, format: Pick<Format, 'language' | 'duration'>): BackupForm {
  const fields = {
    title: doc?.title ?? '',
    target: doc?.target ?? '',
    cadence: doc?.cadence ?? NEVER,
    retention: doc?.retention === undefined ? '' : String(doc.retention),
    sizeAtLeast: typedSize(doc?.sizeAtLeast, format.language),
    restoreWithin: doc?.restoreWithin ? format.duration(doc.restoreWithin) : '',
    service: doc?.service ?? NOBODY,
    owner: doc?.owner ?? NOBODY,
    team: doc?.team ?? NOBODY,
    heartbeat: doc?.heartbeat ?? NOBODY,
  };
  return { ...fields, began: fields };
}

export type BackupProblem = 'title' | 'retention' | 'sizeAtLeast' | 'restoreWithin';

/** What the fields say, `null` for what they leave empty, and which of them cannot be read. */
export function readBackup(form: BackupForm) {
  const { title, target, cadence, retention, sizeAtLeast, restoreWithin, service, owner, team, heartbeat } = form;
  const problems = new Set<BackupProblem>();
  if (!isName(title)) problems.add('title');
  const read = <T>(field: 'retention' | 'sizeAtLeast' | 'restoreWithin', text: string, of: (text: string) => T) => {
    if (text.trim() === '') return null;
    const value = of(text);
    if (value === undefined) problems.add(field);
    return value ?? null;
  };
  const said = {
    title: title.trim(),
    target: target.trim() || null,
    cadence: cadence === NEVER ? null : cadence,
    retention: read('retention', retention, daysOf),
    sizeAtLeast: read('sizeAtLeast', sizeAtLeast, parseSize),
    restoreWithin: read('restoreWithin', restoreWithin, parseDuration),
    service: service === NOBODY ? null : serviceId(service),
    owner: owner === NOBODY ? null : personId(owner),
    team: team === NOBODY ? null : teamId(team),
    heartbeat: heartbeat === NOBODY ? null : heartbeatId(heartbeat),
  };
  return { said, problems };
}
type Said = ReturnType<typeof readBackup>['said'];

function daysOf(text: string): number | undefined {
  const days = /^\d{1,5}$/.test(text.trim()) ? Number(text) : undefined;
  return backupSchema.shape.retention.safeParse(days).success ? days : undefined;
}

/** All of a new one but what is left empty. */
export const contentOf = (said: Said): BackupContent =>
  Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null)) as BackupContent;

/** Only what was typed. */
export const changeOf = (said: Said, form: BackupForm): BackupSet => onlyTyped(said, form, form.began);
