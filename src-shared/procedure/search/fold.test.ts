import { expect, test } from 'vitest';
import { fold } from './fold.ts';

test('accents, ligatures, case and curly apostrophes do not count', () => {
  expect(fold('Cœur d’ŒUVRE réglé')).toBe("coeur d'oeuvre regle");
  expect(fold('Straße')).toBe('strasse');
  expect(fold('pg_stat_Activity')).toBe('pg_stat_activity');
});
