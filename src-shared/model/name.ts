import { z } from 'zod';

/** Controls, and line and paragraph ends: a name is one line. */
const BREAKS = /[\p{Cc}\u2028\u2029]+/gu;
/** They turn the direction of what stands around a name: of `exe.txt` nobody would see which is its end. */
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;

const oneLine = (text: string): string => text.toWellFormed().replace(BREAKS, ' ').replace(TURNS, '');

/**
 * What somebody calls a thing, as they type or paste it: one line of well-formed Unicode. What cannot be seen in it is
 * left out; marks that writing needs (ZWJ, LRM) stay.
 */
export const nameSchema = (longest: number) => z.string().overwrite(oneLine).trim().min(1).max(longest);
