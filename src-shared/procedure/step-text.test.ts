import { expect, it } from 'vitest';
import { isPlain, plainText } from './step-text.ts';

it('reads a step without its markup', () => {
  expect(plainText('Lire la [page d’état](https://status.example.org/)')).toBe('Lire la page d’état');
  expect(plainText('Lancer `kubectl get pods` **maintenant**')).toBe('Lancer kubectl get pods maintenant');
  expect(plainText('Voir <https://example.org/a_b>, *vite*')).toBe('Voir https://example.org/a_b, vite');
  expect(plainText('snake_case_name et 2 \\* 3')).toBe('snake_case_name et 2 * 3');
});

it('tells a line that needs no parser', () => {
  expect(isPlain('Vérifier l’état : 3 nœuds (au moins)')).toBe(true);
  expect(isPlain('Vérifier `df`')).toBe(false);
});
