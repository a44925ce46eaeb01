import { z } from 'zod';
import { priorityRulesSchema } from './alert.ts';
import { calendarIdSchema, slaPolicyIdSchema, teamIdSchema } from './ids.ts';
import { teamSchema } from './person.ts';
import { prioritySchema } from './priority.ts';
import { CLOCKS, calendarSchema, slaPolicySchema } from './sla-policy.ts';

const millis = z.int().min(0);

/** What the procedures ask for in one phase of an incident of one priority. */
const packPhaseSchema = z.object({
  priority: prioritySchema,
  clock: z.enum(CLOCKS),
  name: z.string().min(1).max(120),
  /** The window, counted from the opening of the incident. */
  from: millis,
  to: millis,
  steps: z.array(z.string().min(1).max(500)).min(1).max(50),
});

/** Written procedures as data. The same ids in every language: a workspace loads one of them. */
export const packSchema = z.object({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,60}$/),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  language: z.string().min(2).max(12),
  title: z.string().min(1).max(200),
  teams: z.array(z.object({ id: teamIdSchema, doc: teamSchema })).max(100),
  slaPolicies: z.array(z.object({ id: slaPolicyIdSchema, doc: slaPolicySchema })).max(20),
  calendars: z.array(z.object({ id: calendarIdSchema, doc: calendarSchema })).max(20),
  priorityRules: priorityRulesSchema.optional(),
  phases: z.array(packPhaseSchema).max(100),
});
export type Pack = z.infer<typeof packSchema>;
