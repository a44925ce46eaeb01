import { z } from 'zod';
import { instantSchema, teamIdSchema } from './ids.ts';
import { lineSchema, nameSchema } from './name.ts';

/** Each role may do all that the ones before it may. */
export const ROLES = ['viewer', 'responder', 'lead', 'admin'] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;

export const personSchema = z.object({
  name: z.string().min(1).max(120),
  email: z.string().max(254).optional(),
  phone: z.string().max(40).optional(),
  role: roleSchema,
  supportLevel: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional(),
  teams: z.array(teamIdSchema).max(50),
  zone: z.string().max(64).optional(),
  languages: z.array(z.string().max(12)).max(20).optional(),
  /** Set while the person is on duty. */
  onDutySince: instantSchema.optional(),
  disabled: z.boolean().optional(),
});
export type Person = z.infer<typeof personSchema>;
/** As somebody says it; records of before may be called otherwise. */
export const saidPersonSchema = personSchema.extend({ name: nameSchema(120) });

export const teamSchema = z.object({
  name: z.string().min(1).max(120),
  /** What the team looks after, as the procedures name it: « Infra », « API/DB »… */
  domain: z.string().max(200).optional(),
  /** The content pack it came from; gone once a person has edited it, and then no pack replaces it. */
  fromPack: z.string().max(120).optional(),
});
export type Team = z.infer<typeof teamSchema>;
export const saidTeamSchema = teamSchema.extend({ name: nameSchema(120), domain: lineSchema(200).optional() });

export const serviceSchema = z.object({
  name: z.string().min(1).max(200),
  team: teamIdSchema.optional(),
});
export type Service = z.infer<typeof serviceSchema>;
export const saidServiceSchema = serviceSchema.extend({ name: nameSchema(200) });
