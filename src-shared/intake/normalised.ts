import { z } from 'zod';
import { imagesSchema, labelsSchema, linksSchema } from '../model/alert.ts';
import { instantSchema } from '../model/ids.ts';

/** What every sender's payload is brought to. Already bounded and cleaned; still text, never markup. */
const normalisedAlertSchema = z.object({
  /** The same alert has the same key in every payload of its sender. */
  dedupKey: z.string().min(1).max(500),
  status: z.enum(['firing', 'resolved']),
  title: z.string().min(1).max(500),
  summary: z.string().max(8_192).optional(),
  labels: labelsSchema,
  annotations: labelsSchema,
  startsAt: instantSchema,
  endsAt: instantSchema.optional(),
  sourceUrl: z.string().max(2_000).optional(),
  links: linksSchema.optional(),
  images: imagesSchema.optional(),
  /** What the sender sent and we have no name for, as JSON text. */
  extra: z.string().max(65_536).optional(),
});
export type NormalisedAlert = z.infer<typeof normalisedAlertSchema>;

/** Alerts of the same service and key become one incident. */
const groupRefSchema = z.object({
  key: z.string().max(2_000),
  /** The service's name as the sender writes it. */
  service: z.string().max(200).optional(),
});
export type GroupRef = z.infer<typeof groupRefSchema>;

export const alertGroupSchema = z.object({
  group: groupRefSchema,
  alerts: z.array(normalisedAlertSchema).min(1).max(1_000),
});
export type AlertGroup = z.infer<typeof alertGroupSchema>;

/** The most alerts that one payload may carry. */
export const MAX_ALERTS = 1_000;
