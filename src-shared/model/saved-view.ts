import { z } from 'zod';
import { personIdSchema, serviceIdSchema, teamIdSchema } from './ids.ts';
import { incidentStatusSchema } from './incident.ts';
import { nameSchema } from './name.ts';
import { prioritySchema } from './priority.ts';

/** An absent or empty list lets everything through; conditions are joined by “and”. */
export const incidentFilterSchema = z.object({
  text: z.string().max(200).optional(),
  statuses: z.array(incidentStatusSchema).max(4).optional(),
  priorities: z.array(prioritySchema).max(5).optional(),
  services: z.array(serviceIdSchema).max(100).optional(),
  teams: z.array(teamIdSchema).max(50).optional(),
  assignee: z.union([personIdSchema, z.literal('me'), z.literal('nobody')]).optional(),
});
export type IncidentFilter = z.infer<typeof incidentFilterSchema>;

export const savedViewSchema = z.object({
  name: z.string().min(1).max(80),
  owner: personIdSchema,
  /** Who sees it: its owner, one team, or everybody. */
  visibility: z.union([z.literal('owner'), z.literal('all'), z.object({ team: teamIdSchema })]),
  filter: incidentFilterSchema,
});
export type SavedView = z.infer<typeof savedViewSchema>;
/** As somebody says it; records of before may be called otherwise. */
export const saidViewSchema = savedViewSchema.extend({ name: nameSchema(80) });
