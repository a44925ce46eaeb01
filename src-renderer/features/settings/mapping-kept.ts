import { z } from 'zod';
import { FIELDS, type MappingDraft } from './mapping-edit.ts';

const meanings = z.array(z.object({ value: z.string(), means: z.string() }));

const keptSchema = z.object({
  name: z.string(),
  sample: z.string(),
  alerts: z.string(),
  fields: z.record(z.enum(FIELDS), z.string()),
  tables: z.object({ status: meanings, priority: meanings }),
  others: z.object({ status: z.string(), priority: z.string() }),
  labels: z.string(),
  rest: z.looseObject({
    labels: z.array(z.unknown()).optional(),
    fields: z.record(z.string(), z.unknown()).optional(),
  }),
});

/** A draft as it was kept; undefined when there is none, or it is of another version of the editor. */
export function readKeptDraft(text: string): MappingDraft | undefined {
  if (text === '') return undefined;
  try {
    const parsed = keptSchema.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
