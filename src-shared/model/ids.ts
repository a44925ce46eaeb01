import { z } from 'zod';

/** A lone half of a surrogate pair is no text, nor is NUL one for every database: a store would keep another id. */
export const recordIdSchema = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed() && !text.includes('\u0000'), 'is not well-formed Unicode');
const id = recordIdSchema;

export const personIdSchema = id.brand<'PersonId'>();
export const teamIdSchema = id.brand<'TeamId'>();
export const serviceIdSchema = id.brand<'ServiceId'>();
export const incidentIdSchema = id.brand<'IncidentId'>();
const alertIdSchema = id.brand<'AlertId'>();
export const slaPolicyIdSchema = id.brand<'SlaPolicyId'>();
export const calendarIdSchema = id.brand<'CalendarId'>();

export type PersonId = z.infer<typeof personIdSchema>;
export type TeamId = z.infer<typeof teamIdSchema>;
export type ServiceId = z.infer<typeof serviceIdSchema>;
export type IncidentId = z.infer<typeof incidentIdSchema>;
export type AlertId = z.infer<typeof alertIdSchema>;
export type SlaPolicyId = z.infer<typeof slaPolicyIdSchema>;
export type CalendarId = z.infer<typeof calendarIdSchema>;

export const personId = (raw: string): PersonId => personIdSchema.parse(raw);
export const teamId = (raw: string): TeamId => teamIdSchema.parse(raw);
export const serviceId = (raw: string): ServiceId => serviceIdSchema.parse(raw);
export const incidentId = (raw: string): IncidentId => incidentIdSchema.parse(raw);
export const alertId = (raw: string): AlertId => alertIdSchema.parse(raw);
export const slaPolicyId = (raw: string): SlaPolicyId => slaPolicyIdSchema.parse(raw);
export const calendarId = (raw: string): CalendarId => calendarIdSchema.parse(raw);

/** Epoch milliseconds, from 1970 to year 9999. */
export const instantSchema = z.int().min(0).max(253_402_300_799_999);
