import { z } from 'zod';
import { incidentIdSchema, instantSchema, recordIdSchema, serviceIdSchema } from './ids.ts';
import { prioritySchema } from './priority.ts';
import { webUrlSchema } from './web-url.ts';

/** Label or annotation names and values as the sender wrote them; text, never markup. */
export const labelsSchema = z.record(z.string().max(256), z.string().max(8_192));

/** Addresses that a sender gave with an alert. Shown as text to press, never opened or fetched by themselves. */
export const linksSchema = z.array(z.object({ href: webUrlSchema, text: z.string().max(500).optional() })).max(50);
export const imagesSchema = z
  .array(z.object({ src: webUrlSchema, href: webUrlSchema.optional(), alt: z.string().max(500).optional() }))
  .max(50);

export const alertSchema = z.object({
  /** Absent while a silence holds the alert back: it is recorded, and no incident was opened for it. */
  incident: incidentIdSchema.optional(),
  /** The sender's own key of the alert: Alertmanager's fingerprint, PagerDuty's dedup_key… */
  dedupKey: z.string().min(1).max(500),
  sender: z.string().max(120),
  status: z.enum(['firing', 'resolved']),
  priority: prioritySchema,
  title: z.string().min(1).max(500),
  summary: z.string().max(8_192).optional(),
  service: serviceIdSchema.optional(),
  labels: labelsSchema,
  annotations: labelsSchema,
  sourceUrl: z.string().max(2_000).optional(),
  links: linksSchema.optional(),
  images: imagesSchema.optional(),
  startsAt: instantSchema,
  endsAt: instantSchema.optional(),
  lastReceivedAt: instantSchema,
  /** Times it went from resolved to firing, the first included. */
  firings: z.int().positive(),
  /** When it last did so, oldest first; enough of them to see that it flaps. */
  recentFirings: z.array(instantSchema).max(20).optional(),
  /** The silences that hold it back, as they were when it was last looked at. */
  silencedBy: z.array(recordIdSchema).max(50).optional(),
  /** Where it goes once nothing holds it back any more: the incident's own `groupKey`. */
  groupKey: z.string().max(1_000).optional(),
  /** What the sender sent and we have no name for, as JSON text. Kept, never trusted. */
  extra: z.string().max(65_536).optional(),
});
export type Alert = z.infer<typeof alertSchema>;

/** Firing alerts that silences hold back are listed under this `ref`. */
export const HELD_ALERTS = 'held';

/** One condition on a label. An absent label counts as ''. */
export const labelMatchSchema = z.object({
  label: z.string().min(1).max(256),
  op: z.enum(['is', 'is-not', 'one-of', 'starts-with']),
  /** `one-of` takes values separated by commas. Comparison ignores case. */
  value: z.string().max(1_000),
});

/** Rules are tried in order, the first whose conditions all hold decides; without one, `fallback`. */
export const priorityRulesSchema = z.object({
  rules: z.array(z.object({ when: z.array(labelMatchSchema).min(1).max(20), priority: prioritySchema })).max(500),
  fallback: prioritySchema,
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type PriorityRules = z.infer<typeof priorityRulesSchema>;

/** The one rule set of a workspace. */
export const DEFAULT_PRIORITY_RULES = 'default';
