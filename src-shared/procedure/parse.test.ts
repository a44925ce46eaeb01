import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { STEP_ACTIONS } from '../model/procedure.ts';
import { durationOf, printDuration } from './attributes.ts';
import { parseProcedure, parseRun } from './parse.ts';
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

it('takes the headings of a runbook without task lists and numbered items as steps', () => {
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

describe('a runbook without task lists', () => {
  const fence = '```';
  const runbook = `# DiskFull

## Meaning

The disk is full:

1. of logs
2. of dumps

## Diagnosis

1. Look at the disk:

   ${fence}console
   $ df -h
   Filesystem  Size
   ${fence}

   The root is what counts.

2. Query \`x\`:
${fence}promql
disk_free{job="node"}
${fence}

   ### Oddly far in

1) ${fence}sh
   du -sh /var
   du -sh /tmp
   ${fence}
- not \`/proc\`

## Mitigation

1. Restart what holds deleted files, until disk{job="api"}
   1. the first
   2. the second
2. Wait {#wait .timer for=10m}
3.

## References

1. [One](https://one.example)
2. Two: <https://two.example>
`;

  it('has its numbered items as steps, with the code to be typed, and the rest as prose', () => {
    const { blocks, problems } = parseProcedure(runbook);
    expect(problems).toEqual([]);
    expect(blocks).toEqual([
      {
        kind: 'prose',
        markdown: '# DiskFull\n\n## Meaning\n\nThe disk is full:\n\n1. of logs\n2. of dumps\n\n## Diagnosis',
        line: 1,
      },
      {
        kind: 'step',
        step: {
          kind: 'command',
          command: '$ df -h\nFilesystem  Size',
          id: 'look-at-the-disk',
          text: 'Look at the disk:',
          detail: `${fence}console\n$ df -h\nFilesystem  Size\n${fence}\n\nThe root is what counts.`,
          depth: 0,
          line: 12,
        },
      },
      {
        kind: 'step',
        step: {
          kind: 'command',
          command: 'disk_free{job="node"}',
          id: 'query-x',
          text: 'Query `x`:',
          detail: `${fence}promql\ndisk_free{job="node"}\n${fence}`,
          depth: 0,
          line: 21,
        },
      },
      { kind: 'prose', markdown: '### Oddly far in', line: 26 },
      {
        kind: 'step',
        step: {
          kind: 'command',
          command: 'du -sh /var\ndu -sh /tmp',
          id: 'du-sh-var',
          text: '`du -sh /var`',
          detail: `${fence}sh\ndu -sh /var\ndu -sh /tmp\n${fence}\n\n- not \`/proc\``,
          depth: 0,
          line: 28,
        },
      },
      { kind: 'prose', markdown: '## Mitigation', line: 34 },
      {
        kind: 'step',
        step: {
          kind: 'check',
          id: 'restart-what-holds-deleted-files-until-disk-job-api',
          text: 'Restart what holds deleted files, until disk{job="api"}',
          detail: '1. the first\n2. the second',
          depth: 0,
          line: 36,
        },
      },
      { kind: 'step', step: { kind: 'timer', length: 600_000, id: 'wait', text: 'Wait', depth: 0, line: 39 } },
      {
        kind: 'prose',
        markdown: '## References\n\n1. [One](https://one.example)\n2. Two: <https://two.example>',
        line: 42,
      },
    ]);
  });

  it('has its headings « Step 1 » as steps beside numbered items, which are inside of them', () => {
    const body =
      '## Diagnosis\n\n### Step 1: Look\n\n1. here\n2. there\n\n### Étape 2 — Ask\n\n## Mitigation\n\n1. Do\n';
    expect(stepsOf(body).map(({ text, depth }) => [depth, text])).toEqual([
      [0, 'Step 1: Look'],
      [1, 'here'],
      [1, 'there'],
      [0, 'Étape 2 — Ask'],
      [0, 'Do'],
    ]);
  });

  it('has its headings « Step 1 » alone where nothing else is numbered', () => {
    const body = '## Overview\n\n1. No step\n\n# Execution\n\n## Step 1\n\nGrow.\n\n## Step 2\n\nApply.\n';
    expect(stepsOf(body).map(({ text }) => text)).toEqual(['Step 1', 'Step 2']);
  });

  it('takes no code for a command that only shows what a file or an answer holds', () => {
    const step = (lang: string) => stepsOf(`1. See\n   ${fence}${lang}\n   a: 1\n   ${fence}\n`)[0]?.kind;
    expect(['', 'bash', 'SQL', 'yaml', 'json', 'text'].map(step)).toEqual([
      'command',
      'command',
      'command',
      'check',
      'check',
      'check',
    ]);
  });

  it('has a command where an item is nothing but one', () => {
    const body = '1. `service db start`\n2. `db` is up\n3. `a` then `b`\n';
    expect(stepsOf(body).map(({ kind }) => kind)).toEqual(['command', 'check', 'check']);
  });

  it('whose numbers are contents alone, or stand in bullets and quotes, has its headings as steps', () => {
    const body = '1. [Look](#look)\n2. [Act](#act)\n\n## Look\n\n- now\n  1. x\n\n## Act\n\n> 1. y\n';
    expect(stepsOf(body).map(({ text }) => text)).toEqual(['Look', 'Act']);
  });

  it('keeps the steps that a run had when it was started', () => {
    expect(parseRun({ body: runbook }).steps.map(({ id }) => id)).toEqual([
      'meaning',
      'diagnosis',
      'mitigation',
      'references',
    ]);
    expect(parseRun({ body: runbook, numbered: true })).toEqual(parseProcedure(runbook));
  });
});

it('reads a text with a task list the same, whatever is numbered in it', () => {
  const body =
    '## A\n\n1. one\n2. two\n\n- [ ] Do {#do}\n\n### Step 2\n\n1. [x] Check\n   ```sh\n   ls\n   ```\n2. plain\n';
  expect(stepsOf(body).map(({ id, kind }) => [id, kind])).toEqual([
    ['do', 'check'],
    ['check', 'check'],
  ]);
  expect(parseRun({ body })).toEqual(parseProcedure(body));
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

const PARTS =
  '- [ ] |  - [x] |1. |2) |   3. |* |{#|.choice|}\n|```\n|```sh\n|   ```\n|\n|\n\n|## |# Step 2\n|## Meaning\n|[a]: b|word|\t|> ';
const odd = fc
  .array(fc.oneof(fc.string({ unit: 'binary', maxLength: 5 }), fc.constantFrom('|', ...PARTS.split('|'))), {
    maxLength: 30,
  })
  .map((parts) => parts.join(''));

it('reads any text without throwing, whatever it was started with, and every step has an id of its own', () => {
  fc.assert(
    fc.property(odd, fc.boolean(), (body, numbered) => {
      const { steps } = parseRun({ body, numbered });
      expect(new Set(steps.map(({ id }) => id)).size).toBe(steps.length);
    }),
  );
});

it('shows every word of any text', () => {
  const count = (text: string) => text.split('word').length;
  fc.assert(
    fc.property(odd, (body) => {
      const shown = parseProcedure(body).blocks.map((block) =>
        block.kind === 'prose' ? block.markdown : `${block.step.text} ${block.step.detail ?? ''}`,
      );
      // Attributes are taken off, and the words after a fence name its language.
      fc.pre(!body.includes('}'));
      expect(count(shown.join(' '))).toBeGreaterThanOrEqual(count(body));
    }),
  );
});

it('reads a text that begins with a task the same, whatever a run was started with', () => {
  fc.assert(
    fc.property(odd, (rest) => {
      const body = `- [ ] Do\n\n${rest}`;
      expect(parseRun({ body })).toEqual(parseRun({ body, numbered: true }));
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
