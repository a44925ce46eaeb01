import { z } from 'zod';
import { nameSchema } from './name.ts';

/**
 * Where a value stands: `labels.alertname`, `tags[0].value`, `detail["alarm.name"]`. It is looked for in the alert;
 * `$.` starts at the whole payload, `$` is the payload itself; `@name` is a label that was made of it. A list of alerts
 * ends in `[]`: `alerts[]`.
 */
const pathSchema = z
  .string()
  .trim()
  .min(1)
  .max(300)
  .regex(/^(?:\$|\$?(?=\[")|[^\s.[\]"])(?:[^[\]"]|\[\d{1,4}\]|\["[^"]{1,200}"\])*(?:\[\])?$/u, 'is no path');

/**
 * How a text is made: a path; the first of several that gives something; those that give something, joined; a text
 * with `{path}` or `{path|other}` in it; what stands after one mark and before others; a fixed value; a value by a table (case is ignored; `else` for a value that
 * the table lacks, `absent` for none); a digest of several; a digest of all labels.
 */
export type Expression =
  | string
  | { path: string; max: number }
  | { first: Expression[] }
  | { join: Expression[]; with: string }
  | { text: string }
  | { cut: Expression; after?: string | undefined; before?: string[] | undefined }
  | { value: string }
  | { of: Expression; table: Record<string, string>; else?: string | undefined; absent?: string | undefined }
  | { hash: Expression[] }
  | { hash: 'labels' };

const fixed = z.string().max(500);
export const expressionSchema: z.ZodType<Expression> = z.lazy(() =>
  z.union([
    pathSchema,
    z.strictObject({ path: pathSchema, max: z.int().min(1).max(8_192) }),
    z.strictObject({ first: z.array(expressionSchema).min(1).max(20) }),
    z.strictObject({ join: z.array(expressionSchema).min(1).max(20), with: z.string().max(20) }),
    z.strictObject({ text: z.string().min(1).max(2_000) }),
    z.strictObject({
      cut: expressionSchema,
      after: z.string().min(1).max(50).optional(),
      before: z.array(z.string().min(1).max(50)).min(1).max(10).optional(),
    }),
    z.strictObject({ value: fixed }),
    z.strictObject({
      of: expressionSchema,
      table: z.record(z.string().max(200), fixed),
      else: fixed.optional(),
      absent: fixed.optional(),
    }),
    z.strictObject({ hash: z.array(expressionSchema).min(1).max(20) }),
    z.strictObject({ hash: z.literal('labels') }),
  ]),
);

/** Names and values: a whole object, a list of pairs, a text such as `env:prod,role:db`, or a single one. */
const labelSourceSchema = z.union([
  z.strictObject({ object: pathSchema }),
  z.strictObject({ list: pathSchema, name: pathSchema, value: pathSchema }),
  z.strictObject({ tags: pathSchema, split: z.string().min(1).max(5), between: z.string().min(1).max(5) }),
  z.strictObject({
    name: z.string().min(1).max(256),
    value: expressionSchema,
    /** Gives way to a label of that name from another source. */
    unlessGiven: z.boolean().optional(),
  }),
]);
export type LabelSource = z.infer<typeof labelSourceSchema>;

/** One link or image, or a whole list of them. Inside a list the expressions start at its element. */
const linkSourceSchema = z.strictObject({
  list: pathSchema.optional(),
  href: expressionSchema,
  text: expressionSchema.optional(),
});
const imageSourceSchema = z.strictObject({
  list: pathSchema.optional(),
  src: expressionSchema,
  href: expressionSchema.optional(),
  alt: expressionSchema.optional(),
});
export type LinkSource = z.infer<typeof linkSourceSchema>;
export type ImageSource = z.infer<typeof imageSourceSchema>;

/** What a payload must be to be taken for this sender's. */
const demandSchema = z.strictObject({
  path: pathSchema,
  is: z.enum(['text', 'object', 'list']).optional(),
  oneOf: z.array(z.string().max(200)).min(1).max(50).optional(),
  optional: z.boolean().optional(),
});
export type Demand = z.infer<typeof demandSchema>;

/** How a sender's JSON becomes alerts: plain data. */
export const mappingSchema = z.strictObject({
  /** Paths of texts that hold JSON themselves; they are read where they stand. */
  parse: z.array(pathSchema).max(10).optional(),
  expect: z.array(demandSchema).max(20).optional(),
  /** Where the alerts are: the first path that leads to a list or an object. `$` is the payload as one alert, or as a list of them. */
  alerts: z.array(pathSchema).min(1).max(5),
  each: z.array(demandSchema).max(20).optional(),
  /** The zone of times that carry none; without it such a time is not believed. */
  zone: z.string().max(64).optional(),
  /** What is neither used nor kept. */
  drop: z.array(pathSchema).max(50).optional(),
  fields: z.strictObject({
    title: expressionSchema,
    /** Gives `firing`, `resolved`, or `ignore` for what is no alert. */
    status: expressionSchema,
    dedupKey: expressionSchema.optional(),
    group: expressionSchema.optional(),
    service: expressionSchema.optional(),
    priority: expressionSchema.optional(),
    severity: expressionSchema.optional(),
    summary: expressionSchema.optional(),
    labels: z.array(labelSourceSchema).max(50).optional(),
    annotations: z.array(labelSourceSchema).max(50).optional(),
    url: expressionSchema.optional(),
    links: z.array(linkSourceSchema).max(20).optional(),
    images: z.array(imageSourceSchema).max(20).optional(),
    /** RFC 3339, or the epoch in seconds or milliseconds. */
    startsAt: expressionSchema.optional(),
    endsAt: expressionSchema.optional(),
  }),
});
export type Mapping = z.infer<typeof mappingSchema>;

/** A mapping that a team made for a sender of its own. A key of source `custom` names its id. */
export const customMappingSchema = z.object({
  name: z.string().min(1).max(80),
  mapping: mappingSchema,
  /** The payload it was made from, to try changes on. */
  sample: z.string().max(65_536).optional(),
});
export type CustomMapping = z.infer<typeof customMappingSchema>;
/** As somebody says it; records of before may be called otherwise. */
export const saidMappingSchema = customMappingSchema.extend({ name: nameSchema(80) });
