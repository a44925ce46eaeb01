import { z } from 'zod';
import { labelsSchema, linksSchema } from './alert.ts';
import { instantSchema, serviceIdSchema } from './ids.ts';

/** Something was changed about a service: a deployment, a setting. No alert; it stands beside the service's incidents. */
export const changeEventSchema = z.object({
  service: serviceIdSchema,
  /** The intake key's name. */
  sender: z.string().max(120),
  summary: z.string().min(1).max(1_024),
  source: z.string().max(500).optional(),
  /** When it was done, as its sender says; else when it came. */
  at: instantSchema,
  details: labelsSchema,
  links: linksSchema.optional(),
  /** What stands deeper than names and values, as JSON text. Kept, never trusted. */
  extra: z.string().max(65_536).optional(),
});
export type ChangeEvent = z.infer<typeof changeEventSchema>;
