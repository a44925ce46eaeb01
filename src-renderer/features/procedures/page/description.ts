import { z } from 'zod';
import { err, ok, type Result } from '../../../../src-shared/contract/errors.ts';
import {
  type PersonId,
  personId,
  type ServiceId,
  serviceId,
  type TeamId,
  teamId,
} from '../../../../src-shared/model/ids.ts';
import { isName } from '../../../../src-shared/model/name.ts';
import type { Procedure } from '../../../../src-shared/model/procedure.ts';
import type { Matcher } from '../../../../src-shared/model/silence.ts';
import { formatMatchers, type MatcherError, parseMatchers } from '../../../../src-shared/silence/parse.ts';
import { onlyTyped } from '../../../data/only-typed.ts';
import type { Description } from './actions.ts';

const fieldsSchema = z.object({
  tags: z.string(),
  services: z.array(z.string()),
  team: z.string(),
  owner: z.string(),
  language: z.string(),
  reviewEvery: z.string(),
  /** One on each line. */
  alertNames: z.string(),
  /** The matchers of an alert on each line. */
  matchers: z.string(),
});
/** What is said about a procedure, as a person types it. '' is none. */
export type DescriptionFields = z.infer<typeof fieldsSchema>;
/** Kept as a draft, with what the fields began with. */
export const descriptionFormSchema = fieldsSchema.extend({ began: fieldsSchema });
export type DescriptionForm = z.infer<typeof descriptionFormSchema>;

export interface DescriptionProblems {
  tags?: 'tooMany' | 'tooLong';
  language?: 'unknown';
  reviewEvery?: 'notDays';
  alertNames?: 'tooMany';
  matchers?: { line: number; error: MatcherError };
}

export function formOf({ match, ...procedure }: Procedure): DescriptionForm {
  const fields = {
    tags: procedure.tags.join(', '),
    services: [...procedure.services],
    team: procedure.team ?? '',
    owner: procedure.owner ?? '',
    language: procedure.language ?? '',
    reviewEvery: procedure.reviewEvery === undefined ? '' : String(procedure.reviewEvery),
    alertNames: match?.alertNames.join('\n') ?? '',
    matchers: match?.matchers.map((all) => formatMatchers(all)).join('\n') ?? '',
  };
  return { ...fields, began: fields };
}

const parts = (text: string, between: RegExp): string[] => [
  ...new Set(text.split(between).flatMap((part) => (isName(part) ? [part.trim()] : []))),
];

const optional = <T>(text: string, make: (raw: string) => T): T | null => (text === '' ? null : make(text));

/** The form as a change, or what is wrong with it. */
export function descriptionOf(form: DescriptionFields): Result<Description, DescriptionProblems> {
  const problems: DescriptionProblems = {};
  const tags = parts(form.tags, /[,;\n]/);
  if (tags.length > 50) problems.tags = 'tooMany';
  else if (tags.some((tag) => tag.length > 60)) problems.tags = 'tooLong';
  const language = form.language.trim().toLowerCase();
  if (language !== '' && !/^[a-z]{2,3}(?:-[a-z0-9]{2,8})?$/.test(language)) problems.language = 'unknown';
  const days = Number(form.reviewEvery);
  if (form.reviewEvery.trim() !== '' && !(Number.isInteger(days) && days >= 1 && days <= 3_660)) {
    problems.reviewEvery = 'notDays';
  }
  const alertNames = parts(form.alertNames, /\n/);
  if (alertNames.length > 200 || alertNames.some((name) => name.length > 500)) problems.alertNames = 'tooMany';
  const matchers: Matcher[][] = [];
  for (const [index, line] of form.matchers.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseMatchers(line);
    if (parsed.ok) matchers.push([...parsed.value]);
    else problems.matchers ??= { line: index + 1, error: parsed.error };
  }
  if (Object.keys(problems).length > 0) return err(problems);
  return ok({
    tags,
    services: form.services.map((id): ServiceId => serviceId(id)),
    team: optional(form.team, (id): TeamId => teamId(id)),
    owner: optional(form.owner, (id): PersonId => personId(id)),
    language: optional(language, String),
    reviewEvery: form.reviewEvery.trim() === '' ? null : days,
    match: alertNames.length + matchers.length === 0 ? null : { alertNames, matchers },
  });
}

const joined = ({ alertNames, matchers, ...rest }: DescriptionFields) => ({ ...rest, match: [alertNames, matchers] });

/** Of what a form says, what was typed. */
export const changeOf = (said: Description, form: DescriptionForm): Description =>
  onlyTyped(said, joined(form), joined(form.began));
