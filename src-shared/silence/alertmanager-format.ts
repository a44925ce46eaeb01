import { z } from 'zod';
import { err, ok, type Result } from '../contract/errors.ts';
import { type Matcher, matcherSchema, type Silence } from '../model/silence.ts';
import { type Instant, instant, isoInstant } from '../time/clock.ts';
import { matchesEverything, regexProblem } from './matcher.ts';
import { formatMatcher } from './parse.ts';
import { silenceState } from './state.ts';

const time = z.string().transform((text, context) => {
  try {
    return instant(text);
  } catch {
    context.addIssue({ code: 'custom', message: 'is not an RFC 3339 time' });
    return z.NEVER;
  }
});

/** One entry of `GET /api/v2/silences`, which is also what `amtool silence query -o json` prints. */
const gettableSilence = z.looseObject({
  id: z.string().optional(),
  status: z.looseObject({ state: z.string() }).optional(),
  comment: z.string().trim().min(1).max(2_000),
  createdBy: z.string().max(200).optional(),
  startsAt: time,
  endsAt: time,
  matchers: z
    .array(
      matcherSchema
        .pick({ name: true, value: true, isRegex: true })
        // Alertmanager before 0.22 knew no negation and left the field out.
        .extend({ isEqual: z.boolean().default(true) }),
    )
    .min(1)
    .max(50),
});

export interface ImportedSilence {
  /** Its id at the sender, where it has one. */
  id: string | undefined;
  matchers: Matcher[];
  startsAt: Instant;
  endsAt: Instant;
  reason: string;
  author: string | undefined;
}

/** Why a file is not taken. `entry` counts from 1. */
export type ImportError =
  | { problem: 'json' }
  | { problem: 'shape'; entry: number; field: string }
  | { problem: 'regex'; entry: number; message: string }
  | { problem: 'everything'; entry: number };

/** The silences of an export that are not over yet at `now`. A single silence is read as a list of one. */
export function readAlertmanagerSilences(text: string, now: Instant): Result<ImportedSilence[], ImportError> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch {
    return err({ problem: 'json' });
  }
  const parsed = z
    .array(gettableSilence)
    .max(5_000)
    .safeParse(Array.isArray(json) ? json : [json]);
  if (!parsed.success) {
    const [entry = 0, ...field] = parsed.error.issues[0]?.path ?? [];
    return err({ problem: 'shape', entry: Number(entry) + 1, field: field.join('.') || 'matchers' });
  }
  const list: ImportedSilence[] = [];
  for (const [index, one] of parsed.data.entries()) {
    if (silenceState(one, now) === 'expired') continue;
    const problem = one.matchers.flatMap((matcher) => (matcher.isRegex ? (regexProblem(matcher.value) ?? []) : []))[0];
    if (problem !== undefined) return err({ problem: 'regex', entry: index + 1, message: problem });
    if (matchesEverything(one.matchers)) return err({ problem: 'everything', entry: index + 1 });
    list.push({
      id: one.id,
      matchers: one.matchers.map(({ name, value, isRegex, isEqual }) => ({ name, value, isRegex, isEqual })),
      startsAt: one.startsAt,
      endsAt: one.endsAt,
      reason: one.comment,
      author: one.createdBy || undefined,
    });
  }
  return ok(list);
}

/** As `GET /api/v2/silences` answers it; `amtool silence import` takes the list. */
export function toAlertmanager(
  { id, doc }: { id: string; doc: Silence },
  author: string,
  now: Instant,
): Record<string, unknown> {
  return {
    id,
    status: { state: silenceState(doc, now) },
    updatedAt: isoInstant(doc.updatedAt ?? doc.createdAt),
    comment: doc.reason,
    createdBy: doc.author ?? author,
    startsAt: isoInstant(doc.startsAt),
    endsAt: isoInstant(doc.endsAt),
    matchers: doc.matchers,
  };
}

/** A word of a POSIX shell. */
const quoted = (text: string) => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The command that makes the same silence in Alertmanager. */
export function toAmtool(doc: Silence, author: string): string {
  return [
    'amtool silence add',
    `--author=${quoted(doc.author ?? author)}`,
    `--comment=${quoted(doc.reason)}`,
    `--start=${isoInstant(doc.startsAt)}`,
    `--end=${isoInstant(doc.endsAt)}`,
    ...doc.matchers.map((matcher) => quoted(formatMatcher(matcher))),
  ].join(' ');
}
