import { z } from 'zod';

/** P0 critique, P1 important, P2 informatif, P3 maintenance/routine, P4 performance/faible (procedures, « Types d'alertes »). */
export const PRIORITIES = ['P0', 'P1', 'P2', 'P3', 'P4'] as const;
export const prioritySchema = z.enum(PRIORITIES);
export type Priority = z.infer<typeof prioritySchema>;

/** One value per priority. */
export function perPriority<T extends z.ZodType>(value: T) {
  return z.object({ P0: value, P1: value, P2: value, P3: value, P4: value });
}
