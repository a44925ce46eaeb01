import { z } from 'zod';
import { collections } from '../model/collections.ts';
import { formatSum, hashText } from './checksum.ts';

/** Tells the schemas of one build of the console from those of another. Costs some milliseconds. */
export function schemaMark(): string {
  const texts = Object.entries(collections).map(([name, schema]) => {
    return `${name} ${JSON.stringify(z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' }))}`;
  });
  return formatSum(hashText(texts.join('\n')));
}
