import { z } from 'zod';

/** Controls, and line and paragraph ends: a name is one line. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** They turn the direction of what stands around a name: of `exe.txt` nobody would see which is its end. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
/** What leaves something on the screen. */
const SEEN = /[^\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/** A text as one line of well-formed Unicode, without what cannot be seen; marks that writing needs (ZWJ, LRM) stay. */
export const asLine = (text: string): string => text.toWellFormed().replace(BREAKS, ' ').replace(TURNS, '').trim();

/** Whether a person who reads it sees anything: a screen asks before it sends a name. */
export const isName = (text: string): boolean => SEEN.test(text);

/** What stands beside a name, as somebody types or pastes it: one line, which may be empty. */
export const lineSchema = (longest: number) => z.string().overwrite(asLine).max(longest);

/**
 * What somebody calls a thing, as they type or paste it: one line in which something is seen. The rule is for what is
 * said anew: a record's schema takes the names of before as they are, whoever writes it asks for this.
 */
export const nameSchema = (longest: number) => lineSchema(longest).min(1).refine(isName, 'nothing of it can be seen');

/** Words that a thing is found by. */
export const tagsSchema = z.array(nameSchema(60)).max(50);
