import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import { personId, serviceId } from '../../src-shared/model/ids.ts';
import { procedureId } from '../../src-shared/model/procedure.ts';
import '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice, type Device } from '../support/device.ts';
import { test } from '../support/fixtures.ts';
import { HOSTILE_MARKDOWN } from '../support/hostile-markdown.ts';
import { dress, type Faults, FIRST, LOOKS, look } from '../support/looks.ts';

const PLACE = { collection: 'runbooks', path: 'database/replication-lag.md' };
const OTHER = { collection: 'runbooks', path: 'database/failover.md' };

const RUNBOOK = `The replicas fall behind the primary. Reports show **old balances** from ten minutes on.[^1]

See [the failover](failover.md#before) and [the diagram](#how-it-is-built).

- [ ] Read the lag on [the dashboard](https://grafana.example/d/42) {#lag .measure unit=s max=30}
- [ ] Look for long queries {#queries .command}

  \`\`\`sql
  SELECT pid, now() - query_start AS age, left(query, 80)
    FROM pg_stat_activity ORDER BY age DESC LIMIT 10;
  \`\`\`

- [ ] What is behind it? {#cause .choice options="Long query|Network|Disk|Unknown"}
- [ ] Wait for the replicas to catch up {#wait .timer for=10m}
- [ ] A lead agrees to the failover {#agree .approval by=lead}
- [ ] Write what was found {#found .text}

## How it is built

\`\`\`mermaid
flowchart LR
  P[(Primary)] -->|WAL| A[(Replica A)]
  P -->|WAL| B[(Replica B)]
  A --> R[Reports]
\`\`\`

| Replica | Zone | Lag allowed |
|---------|------|------------:|
| A | fra-1 | 30 s |
| B | fra-2 | 30 s |

![The rack](https://wiki.example/rack.png) <kbd>not HTML</kbd>

[^1]: Measured in October.
`;

const FAILOVER = `---
title: Failover
---

# Failover

## Before

1. Tell the team.
2. Stop the writers.

## After

> Nobody writes to the old primary.

- [x] nothing
- [ ] everything
`;

async function writeRunbooks(device: Device): Promise<void> {
  const create = (id: string, title: string, body: string, source: typeof PLACE, more: object = {}) =>
    device.mutate('procedure.create', {
      id: procedureId(id),
      kind: 'runbook',
      title,
      body,
      tags: [],
      services: [],
      source,
      ...more,
    });
  await create('lag', 'Replication lag', RUNBOOK, PLACE, {
    tags: ['postgresql', 'replication'],
    language: 'en',
    owner: personId(device.person),
    services: [serviceId('payment')],
    reviewEvery: 90,
    match: {
      alertNames: ['PostgresReplicationLag'],
      matchers: [[{ name: 'job', value: 'postgres.*', isRegex: true, isEqual: true }]],
    },
  });
  await create('failover', 'Failover', FAILOVER, OTHER);
  await device.mutate('procedure.save', {
    id: procedureId('lag'),
    base: 1,
    title: 'Replication lag',
    body: RUNBOOK.replace('ten minutes', 'five minutes').replace('LIMIT 10', 'LIMIT 20'),
    note: 'After the incident of Tuesday',
  });
}

const diagram = (kind: string, lines: readonly string[]) => `\`\`\`mermaid\n${[kind, ...lines].join('\n')}\n\`\`\``;
const edges = (count: number) => Array.from({ length: count }, (_, at) => `a${at % 40}-->a${(at * 7) % 41}`);

test('a runbook is read, described, started, and taken back to an earlier text', async ({ server, openConsole }) => {
  test.setTimeout(240_000);
  const token = await server.token('ines', 'lead');
  const device = await connectDevice(server.url, token);
  await writeRunbooks(device);
  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const { t } = screen;
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  const faults: Faults = [];

  await screen.visit('/procedures/lag');
  await expect(screen.heading('Replication lag')).toBeVisible();
  await expect(page.locator('img[src^="data:image/svg+xml"]')).toBeVisible();
  for (const as of LOOKS) {
    await dress(page, as);
    await expect(page.locator('img[src^="data:image/svg+xml"]')).toBeVisible();
    await look(page, 'procedure', as, faults);
  }
  await dress(page, FIRST);

  // The written procedures: a phase that an incident starts, and a list that is only read.
  for (const as of LOOKS.slice(0, 2)) {
    await dress(page, as);
    for (const id of ['incident.p0.response', 'support.level-1.skills']) {
      await screen.visit(`/procedures/${id}`);
      await expect(page.getByRole('toolbar', { name: t('procedurePage.actions') })).toBeVisible();
      await look(page, `procedure-${id}`, as, faults);
    }
  }
  await dress(page, FIRST);
  await screen.visit('/procedures/lag');

  // A link within the text, and one to the file beside it.
  await page.getByRole('link', { name: 'the failover' }).click();
  await expect(screen.heading('Failover').first()).toBeVisible();
  await expect(page.locator('[data-anchor="before"]')).toBeFocused();
  await look(page, 'procedure-imported', FIRST, faults);
  await page.goBack();

  // Described by the keyboard, and taken back.
  await expect(screen.heading('Replication lag')).toBeVisible();
  await page.keyboard.press('d');
  await expect(page.getByRole('dialog')).toBeVisible();
  await look(page, 'procedure-describe', FIRST, faults);
  await page.getByRole('textbox', { name: t('procedurePage.field.tags') }).fill('postgresql, nuit');
  await page.getByRole('button', { name: t('procedurePage.describe.save') }).click();
  await expect(page.getByRole('complementary').getByText('nuit')).toBeVisible();
  await page.keyboard.press('Control+z');
  await expect(page.getByRole('complementary').getByText('nuit')).toBeHidden();

  // Its history: what differs, and an earlier text brought back.
  await page.keyboard.press('h');
  const list = page.getByRole('listbox', { name: t('procedurePage.history.list') });
  await expect(list.getByRole('option')).toHaveCount(2);
  await expect(page.locator('ins')).toHaveText(['five', '20']);
  for (const as of LOOKS.slice(0, 2)) {
    await dress(page, as);
    await look(page, 'procedure-history', as, faults);
  }
  await dress(page, FIRST);
  await page.keyboard.press('ArrowDown');
  await page.getByRole('button', { name: t('procedurePage.history.bringBack') }).click();
  await expect(screen.heading('Replication lag')).toBeVisible();
  await expect(page.getByText('from ten minutes on')).toBeVisible();

  // Reviewed, and started by one key.
  await page.keyboard.press('v');
  await expect(page.getByText(t('procedurePage.did.reviewed')).first()).toBeVisible();
  await page.keyboard.press('s');
  await expect(page).toHaveURL(/#\/runs\//);
  await expect
    .poll(async () => (await device.records('run')).map(({ doc }) => [doc.procedure, doc.revision]))
    .toEqual([['lag', 3]]);
  const head = (await device.records('procedure')).find(({ id }) => id === 'lag');
  expect(head?.doc.reviewedAt).toBeDefined();
  expect(faults).toEqual([]);
});

test('hostile Markdown runs nothing, fetches nothing, leads nowhere and does not hold the page up', async ({
  server,
  openConsole,
}) => {
  test.setTimeout(180_000);
  const hits: string[] = [];
  const site = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end();
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const { port } = site.address() as AddressInfo;
  const aimed = HOSTILE_MARKDOWN.map(([, text]) =>
    text
      .replaceAll(/(?:https:)?\/\/evil\.example/g, `http://127.0.0.1:${port}`)
      .replaceAll('alert(1)', "fetch('/taken'),window.taken=1"),
  );
  const token = await server.token('ines', 'lead');
  const device = await connectDevice(server.url, token);
  const write = (id: string, body: string) =>
    device.mutate('procedure.create', {
      id: procedureId(id),
      kind: 'runbook',
      title: id,
      body,
      tags: [],
      services: [],
    });
  // Front matter must stand first.
  await write('hostile', aimed.filter((text) => !text.startsWith('---')).join('\n\n'));
  await write('each-a-step', aimed.map((text) => `- [ ] ${text.replaceAll('\n', '\n  ')}`).join('\n'));
  const bombs = {
    emphasis: '**a*'.repeat(90_000),
    brackets: '['.repeat(380_000),
    quotes: '>'.repeat(380_000),
    lists: '- '.repeat(190_000),
    under: Array.from({ length: 900 }, (_, at) => `${' '.repeat((at % 100) * 2)}- a`).join('\n'),
    below: '**a *b '.repeat(80).concat('\n\n').repeat(600),
    setext: 'a\n-\n'.repeat(90_000),
    table: `${'|a'.repeat(9_000)}|\n${'|-'.repeat(9_000)}|\n${'|\n'.repeat(100_000)}`,
    graph: diagram('flowchart TD', edges(290)),
    'dense-graph': diagram('flowchart TD', edges(38)),
    product: diagram('flowchart TD', ['a&b&c&d&e&f&g&h&i&j&k&l-->m&n&o&p&q&r&s&t&u&v&w&x']),
    sequence: diagram(
      'sequenceDiagram',
      Array.from({ length: 900 }, (_, at) => `A->>B${at % 30}: x`),
    ),
    notes: Array.from({ length: 9_000 }, (_, at) => `[^${at}]`)
      .join(' ')
      .concat('\n\n[^1]: x'),
  };
  for (const [name, body] of Object.entries(bombs)) await write(`bomb-${name}`, body);

  const { app, page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  await expect(screen.status).toContainText(/à jour \d\d:\d\d/);
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  for (const id of ['hostile', 'each-a-step']) {
    await screen.visit(`/procedures/${id}`);
    await expect(screen.heading(id)).toBeVisible();
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 30_000 });
    const text = page.locator('[data-selectable]').last();
    await expect(text).toBeVisible();
    const found = await page.evaluate(() => ({
      taken: 'taken' in window,
      elements: [...new Set([...document.querySelectorAll('main *')].map(({ localName }) => localName))],
      handlers: [...document.querySelectorAll('main *')].flatMap((one) =>
        one.getAttributeNames().filter((name) => name.startsWith('on')),
      ),
      sources: [...document.querySelectorAll('main [src], main [srcset], main [poster]')].map(
        (one) => one.getAttribute('src')?.slice(0, 20) ?? '',
      ),
    }));
    expect(found.taken).toBe(false);
    expect(found.handlers).toEqual([]);
    for (const bad of ['script', 'iframe', 'object', 'embed', 'style', 'form', 'base', 'meta', 'video', 'math']) {
      expect(found.elements).not.toContain(bad);
    }
    for (const source of found.sources) expect(source).toMatch(/^data:image\/svg\+xml/);
    const drawings = await page
      .locator('main img')
      .evaluateAll((all) => all.map((one) => decodeURIComponent(one.getAttribute('src') ?? '')));
    for (const drawing of drawings) {
      expect(drawing).not.toMatch(
        /<script|<foreignObject|<image|<a[\s>]|\son\w+=|href="(?!#)|@import|url\((?!#|&quot;#|"#)/i,
      );
    }
    // None of the links leads out of the page by itself.
    const links = page.locator('main a[class]');
    for (let at = 0; at < Math.min(12, await links.count()); at += 1) {
      await links.nth(at).click({ button: at % 3 === 0 ? 'middle' : 'left', timeout: 3_000 });
      expect(page.url()).toBe(`app://console/#/procedures/${id}`);
    }
  }
  expect(app.windows()).toHaveLength(1);
  const opened = await app.evaluate(() => Reflect.get(globalThis, 'opened'));
  for (const url of opened) expect(url).toMatch(/^(?:https|mailto):/);

  const held: Record<string, number> = {};
  for (const name of Object.keys(bombs)) {
    await screen.visit('/board');
    await expect(page.getByText(screen.t('board.calm'))).toBeVisible();
    await page.evaluate(() => {
      Reflect.set(window, 'longest', 0);
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) {
          Reflect.set(window, 'longest', Math.max(Number(Reflect.get(window, 'longest')), duration));
        }
      });
      observer.observe({ entryTypes: ['longtask'] });
    });
    await screen.visit(`/procedures/bomb-${name}`);
    await expect(screen.heading(`bomb-${name}`)).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('[aria-busy="true"]')).toHaveCount(0, { timeout: 60_000 });
    held[name] = Math.round(await page.evaluate(() => Number(Reflect.get(window, 'longest'))));
  }
  console.log('longest task of the page by text, ms:', JSON.stringify(held));
  for (const [name, duration] of Object.entries(held)) expect(duration, name).toBeLessThan(2_000);
  expect(hits).toEqual([]);
  expect(dialogs).toEqual([]);
  site.close();
});
