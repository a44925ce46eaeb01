import { describe, expect, it } from 'vitest';
import { loadedPack, markOf } from './pack-records.ts';

describe('the pack of a workspace', () => {
  it('is the one that most of it came from, in its newest version', () => {
    const marks = ['procedures@1.9.0/fr', 'procedures@1.10.0/fr', 'ours@2.0.0/en', undefined, 'nonsense'];
    expect(loadedPack(marks.map((fromPack) => ({ fromPack })))).toEqual({
      id: 'procedures',
      version: '1.10.0',
      language: 'fr',
    });
    expect(loadedPack([{}])).toBeUndefined();
    expect(markOf('procedures@1.0.0/fr')).toEqual({ id: 'procedures', version: '1.0.0', language: 'fr' });
  });
});
