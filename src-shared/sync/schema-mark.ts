import { z } from 'zod';
import { collections } from '../model/collections.ts';
import { formatSum, hashText } from './checksum.ts';

/** Asked for with each batch that holds something unreadable, and the same for the life of a build. */
let known: string | undefined;

/** Tells the schemas of one build of the console from those of another. Costs some milliseconds, once. */
export function schemaMark(): string {
  known ??= formatSum(hashText(Object.entries(collections).map(describe).join('\n')));
  return known;
}

function describe([name, schema]: [string, z.ZodType]): string {
  return `${name} ${JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))}`;
}
