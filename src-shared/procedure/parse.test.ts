import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { STEP_ACTIONS } from '../model/procedure.ts';
import { durationOf, printDuration } from './attributes.ts';
import { parseProcedure } from './parse.ts';
import { printProcedure } from './print.ts';
import type { StepKind } from './step.ts';

const stepsOf = (body: string) => parseProcedure(body).steps;

describe('a task list is the steps', () => {
  it('reads each kind of step from the attributes behind its text', () => {
    const { steps, problems } = parseProcedure(`# Panne de la base

Avant tout : respirer.

- [ ] Acquitter l'alerte {#ack .action do=acknowledge}
- [ ] Impact {#impact .choice options="tous | une région|personne"}
- [ ] Temps de réponse {#rt .measure unit=ms max=200}
- [ ] Cause {#cause .text}
- [ ] Voir le [tableau de bord](https://grafana.example/d/db) {#dash .link}
- [ ] Redémarrer \`systemctl restart db\` {#restart .command}
- [ ] Attendre la stabilité {#wait .timer for=10m}
- [ ] Feu vert {#go .approval by=lead}
- [x] Documenter
`);
    expect(problems).toEqual([]);
    expect(steps.map(({ line, depth, ...step }) => step)).toEqual([
      { kind: 'action', action: 'acknowledge', id: 'ack', text: "Acquitter l'alerte" },
      { kind: 'choice', options: ['tous', 'une région', 'personne'], id: 'impact', text: 'Impact' },
      { kind: 'measure', unit: 'ms', max: 200, id: 'rt', text: 'Temps de réponse' },
      { kind: 'text', id: 'cause', text: 'Cause' },
      {
        kind: 'link',
        url: 'https://grafana.example/d/db',
        id: 'dash',
        text: 'Voir le [tableau de bord](https://grafana.example/d/db)',
      },
      {
        kind: 'command',
        command: 'systemctl restart db',
        id: 'restart',
        text: 'Redémarrer `systemctl restart db`',
      },
      { kind: 'timer', length: 600_000, id: 'wait', text: 'Attendre la stabilité' },
      { kind: 'approval', by: 'lead', id: 'go', text: 'Feu vert' },
      { kind: 'check', id: 'documenter', text: 'Documenter' },
    ]);
    expect(steps.map(({ line }) => line)).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
  });

  it('keeps what stands under a step with it, and steps inside of steps behind it', () => {
    const { blocks } = parseProcedure(`- [ ] Vider le cache {#flush .command}

  D'abord sur un nœud :

  \`\`\`sh
  redis-cli FLUSHALL
    # trop loin
  \`\`\`
  - [ ] Nœud a
  - [ ] Nœud b
- note sans case
- [ ] Fin
`);
    expect(blocks).toEqual([
      {
        kind: 'step',
        step: {
          kind: 'command',
          command: 'redis-cli FLUSHALL\n  # trop loin',
          id: 'flush',
          text: 'Vider le cache',
          detail: "D'abord sur un nœud :\n\n```sh\nredis-cli FLUSHALL\n  # trop loin\n```",
          depth: 0,
          line: 1,
        },
      },
      { kind: 'step', step: { kind: 'check', id: 'nœud-a', text: 'Nœud a', depth: 1, line: 9 } },
      { kind: 'step', step: { kind: 'check', id: 'nœud-b', text: 'Nœud b', depth: 1, line: 10 } },
      { kind: 'prose', markdown: '- note sans case', line: 11 },
      { kind: 'step', step: { kind: 'check', id: 'fin', text: 'Fin', depth: 0, line: 12 } },
    ]);
  });

  it('gives every step an id of its own', () => {
    const { steps, problems } = parseProcedure('- [ ] Même\n- [ ] Même\n- [ ] a {#x}\n- [ ] b {#x}\n- [ ] ∅\n');
    expect(steps.map(({ id }) => id)).toEqual(['meme', 'meme-2', 'x', 'x-2', 'step']);
    expect(problems).toEqual([{ line: 4, problem: 'sameId' }]);
  });

  test.each([
    ['- [ ] a {.colour}', 'unknownClass'],
    ['- [ ] a {.choice options=one}', 'noOptions'],
    ['- [ ] a {.measure max=viel}', 'badNumber'],
    ['- [ ] a {.link}', 'noUrl'],
    ['- [ ] a {.command}', 'noCommand'],
    ['- [ ] a {.timer for=soon}', 'badDuration'],
    ['- [ ] a {.approval by=boss}', 'unknownRole'],
    ['- [ ] a {.action do=explode}', 'unknownAction'],
    ['- [ ] a {#-}', 'badId'],
  ])('takes %s as a check and says why', (body, problem) => {
    const parsed = parseProcedure(body);
    expect(parsed.problems).toEqual([{ line: 1, problem }]);
    expect(parsed.steps).toMatchObject([{ kind: 'check', text: 'a' }]);
  });

  it('leaves braces alone that are no attributes', () => {
    expect(stepsOf('- [ ] Vérifier {a, b} puis {.x y}')).toMatchObject([{ text: 'Vérifier {a, b} puis {.x y}' }]);
  });
});

it('takes the headings of a runbook without task lists as steps', () => {
  const { blocks, definitions } = parseProcedure(`# KubePodCrashLooping

## Meaning

Pod is in [CrashLoop][state].

## Diagnosis ##

- Check logs

[state]: https://kubernetes.io/docs
`);
  expect(blocks).toEqual([
    { kind: 'prose', markdown: '# KubePodCrashLooping', line: 1 },
    { kind: 'step', step: { kind: 'check', id: 'meaning', text: 'Meaning', depth: 0, line: 3 } },
    { kind: 'prose', markdown: 'Pod is in [CrashLoop][state].', line: 5 },
    { kind: 'step', step: { kind: 'check', id: 'diagnosis', text: 'Diagnosis', depth: 0, line: 7 } },
    { kind: 'prose', markdown: '- Check logs\n\n[state]: https://kubernetes.io/docs', line: 9 },
  ]);
  expect(definitions).toBe('[state]: https://kubernetes.io/docs');
});

const words = fc
  .array(fc.stringMatching(/^[A-Za-zé'()%/.]{1,8}$/), { minLength: 1, maxLength: 6 })
  .map((parts) => `Étape ${parts.join(' ')}`);
const bound = fc.option(fc.integer({ min: -1_000, max: 1_000 }), { nil: undefined });
const anyStep: fc.Arbitrary<StepKind> = fc.oneof(
  fc.constant({ kind: 'check' } as const),
  fc.constant({ kind: 'text' } as const),
  fc.uniqueArray(words, { minLength: 2, maxLength: 4 }).map((options) => ({ kind: 'choice', options }) as const),
  fc.record({ kind: fc.constant('measure' as const), unit: fc.constantFrom('ms', '%', 'req/s') }),
  fc.record({ kind: fc.constant('measure' as const), min: bound, max: bound }),
  fc.integer({ min: 1, max: 86_400 }).map((seconds) => ({ kind: 'timer', length: seconds * 1_000 }) as const),
  fc.constantFrom('responder', 'lead').map((by) => ({ kind: 'approval', by }) as const),
  fc.constantFrom(...STEP_ACTIONS).map((action) => ({ kind: 'action', action }) as const),
);
const defined = (value: object) => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined));

it('reads back what it has printed', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(anyStep, words), { maxLength: 12 }), words, (drawn, intro) => {
      const steps = drawn.map(([step, text], at) => ({ ...step, id: `s${at}`, text }));
      const { steps: read, problems } = parseProcedure(printProcedure(intro, steps));
      expect(problems).toEqual([]);
      expect(read.map(({ line, depth, ...step }) => step)).toEqual(steps.map(defined));
    }),
  );
});

it('reads any text without throwing, and every step has an id of its own', () => {
  const odd = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('- [ ] ', '  - [x] ', '{#', '.choice', '}\n', '```\n', '\n\n', '## ', '[a]: b', '|', '\t', '> '),
    ),
    { maxLength: 30 },
  );
  fc.assert(
    fc.property(odd, (parts) => {
      const { steps } = parseProcedure(parts.join(''));
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    }),
  );
});

it('reads durations as Prometheus writes them', () => {
  expect(['90s', '1h30m', '10m', '500ms', '1d', '', '10', 'm', '1h x', '0s'].map(durationOf)).toEqual([
    90_000,
    5_400_000,
    600_000,
    500,
    86_400_000,
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 * 86_400_000 }), (length) => durationOf(printDuration(length)) === length),
  );
});

describe('a hostile text', () => {
  const LENGTH = 400_000;
  const full = (part: string) => part.repeat(LENGTH / part.length);

  it.each(['>', '> ', '- ', '1. '])('nested with %j is prose, and says so', (part) => {
    const body = full(part);
    const { blocks, steps, problems } = parseProcedure(body);
    expect(blocks).toEqual([{ kind: 'prose', markdown: body, line: 1 }]);
    expect(steps).toEqual([]);
    expect(problems).toEqual([{ line: 1, problem: 'tooDeep' }]);
  });

  it.each(['- [ ] a\n', '- [ ] a\r', '## a\n', '[a]: b\n', '\n'])(
    'of too many lines %j is prose, and says so',
    (line) => {
      expect(parseProcedure(full(line)).problems).toEqual([{ line: 1, problem: 'tooLong' }]);
    },
  );

  it.each(['**a*', '[', '[a](', '`', '<a ', '&amp', '_a_', '[^a]', 'a@', '- [ ] a {.a'])(
    'made of %j is read, which once took minutes',
    (part) => {
      expect(parseProcedure(full(part)).problems.map(({ problem }) => problem)).not.toContain('tooDeep');
    },
  );

  it.each([
    ['lists opened in one line', '- - - - - - [ ] a\n'],
    ['lists in quotes', `${'> '.repeat(5)}${'- '.repeat(5)}[ ] a\n`],
    ['items far inside', `${' '.repeat(8)}- [ ] a\n`],
    ['headings underlined', 'a\n===\n'],
  ])('of %s by the thousand is prose, which once took minutes', (_, part) => {
    expect(parseProcedure(part.repeat(5_900 / part.split('\n').length)).steps).toEqual([]);
  });

  it('takes a long honest runbook apart', () => {
    const body = `## Part\n\n- [ ] Look at \`top\`\n  - [ ] **Then** [there](https://a.example)\n\n> - a\n> - b\n\n* * *\n\n`;
    const { problems, steps } = parseProcedure(body.repeat(550));
    expect(problems).toEqual([]);
    expect(steps).toHaveLength(1_100);
  });

  it('of the same words in each step gives each an id of its own', () => {
    const { steps } = parseProcedure('- [ ] a\n'.repeat(6_000 - 1));
    expect(steps.at(-1)?.id).toBe('a-5999');
    expect(new Set(steps.map(({ id }) => id)).size).toBe(5_999);
  });

  it('keeps footnotes of several words as definitions', () => {
    const body = 'See[^a] and[^b].\n\n[^a]: two words\n\n[^b]: one\n';
    expect(parseProcedure(body).definitions).toBe('[^a]: two words\n\n[^b]: one');
  });
});
