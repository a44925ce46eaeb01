import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from '@playwright/test';
import fc from 'fast-check';
import { ipc, preferencesSchema } from '../../src-shared/contract/ipc.ts';
import { incidentId, personId } from '../../src-shared/model/ids.ts';
import { goBare } from '../support/bare-page.ts';
import { consolePage } from '../support/console-page.ts';
import { connectDevice } from '../support/device.ts';
import { test } from '../support/fixtures.ts';

test('a page that has been taken over gets nothing out of any call but a refusal', async ({ openConsole }) => {
  const one = await openConsole();
  const { app, page } = one;
  await goBare(page);
  await app.evaluate(({ shell, clipboard }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => {
      opened.push(url);
    };
    clipboard.writeText = async () => {};
  });
  const names = Object.keys(ipc.calls).filter((name) => name !== 'app.quit');
  const near = fc.sample(
    fc.dictionary(
      fc.constantFrom(
        'url',
        'text',
        'server',
        'token',
        'entries',
        'alarms',
        'madeAt',
        'minutes',
        'title',
        'incident',
        'kind',
        'clientId',
        'upTo',
        'groups',
        'language',
        'quietHours',
        '__proto__',
      ),
      fc.oneof(
        fc.jsonValue({ maxDepth: 2 }),
        fc.string({ unit: 'binary', maxLength: 60 }),
        fc.constantFrom('https://a b', 'javascript:1', '../../x', -1, 1e308),
      ),
    ),
    { numRuns: 12, seed: 20_261_122 },
  );
  const answers = await page.evaluate(
    async ({ calls, values }) => {
      const cyclic: Record<string, unknown> = {};
      cyclic.self = cyclic;
      let deep: unknown = 0;
      for (let level = 0; level < 5_000; level += 1) deep = [deep];
      const odd: unknown[] = [
        null,
        true,
        Number.NaN,
        Number.POSITIVE_INFINITY,
        12n,
        'x'.repeat(10_000_000),
        [],
        [[]],
        new Date(),
        /x/,
        new Map([[{}, 1]]),
        new Set([1]),
        new ArrayBuffer(1_000_000),
        new Uint8Array(10),
        new Error('x'),
        cyclic,
        deep,
        () => 1,
        Symbol('x'),
        document.body,
        JSON.parse('{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}'),
        Array.from({ length: 20_000 }, () => ({ id: 'x' })),
        {
          get url() {
            throw new Error('x');
          },
        },
      ];
      // Untyped on purpose: a page that has been taken over does not keep to the types.
      const call = (name: string, args: unknown[]): Promise<string> => {
        try {
          return Promise.resolve(Reflect.apply(Reflect.get(window.vigie, 'call'), undefined, [name, ...args])).then(
            () => 'answered',
            (error: Error) => String(error.message).slice(0, 300),
          );
        } catch (error) {
          return Promise.resolve(`refused here: ${String(error).slice(0, 100)}`);
        }
      };
      const said: [string, string][] = [];
      for (const name of calls) for (const value of [...odd, ...values]) said.push([name, await call(name, [value])]);
      for (const name of [
        '',
        '__proto__',
        'constructor',
        'toString',
        'app',
        'vigie:event',
        'app.info ',
        'APP.INFO',
        '\u0000',
      ])
        said.push([name, await call(name, [])]);
      for (const name of ['__proto__', 'constructor', 'nothing'])
        Reflect.apply(Reflect.get(window.vigie, 'on'), undefined, [name, () => undefined]);
      return said;
    },
    { calls: names, values: near as unknown[] },
  );
  expect(answers.length).toBeGreaterThan(500);
  for (const [name, answer] of answers) {
    // Nothing of the machine: no path, no stack, no source.
    expect([name, answer]).toEqual([
      name,
      expect.not.stringMatching(/node_modules|\.ts:|\.js:|\/root|\/home|\/tmp|\bat \S+ \(/),
    ]);
    if (!names.includes(name)) expect([name, answer]).not.toEqual([name, 'answered']);
  }
  // What takes no arguments may be asked with any; what takes some is refused all of these, but for what happens to fit.
  const wanting = new Set([
    'journal.append',
    'journal.settle',
    'alarms.setPlan',
    'tray.set',
    'app.setMenu',
    'connection.set',
  ]);
  expect(answers.filter(([name, answer]) => wanting.has(name) && answer === 'answered')).toEqual([]);

  const main = await app.evaluate(({ app: electron }) => ({
    name: electron.getName(),
    polluted: 'polluted' in {},
    opened: Reflect.get(globalThis, 'opened'),
  }));
  expect(main).toEqual({ name: 'Vigie', polluted: false, opened: [] });
  expect(one.output()).not.toMatch(/uncaught|unhandled/);
  const preferences = await page.evaluate(() => window.vigie.call('preferences.get'));
  preferencesSchema.strict().parse(preferences);
});

test('text from strangers is text, wherever it is shown', async ({ server, desktop, openConsole }) => {
  const hits: string[] = [];
  const site = createServer((request, response) => {
    hits.push(request.url ?? '');
    response.end('x');
  });
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  const foreign = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
  const sets = [
    `<script>window.pwned='script'</script>`,
    `<img src=${foreign}/img onerror="window.pwned='img'">`,
    `"><svg onload="window.pwned='svg'"><animate href=${foreign}/svg>`,
    `<iframe srcdoc="<script>parent.pwned='frame'</script>"></iframe><object data=${foreign}/object></object>`,
    `[lien](javascript:window.pwned='md') ![image](${foreign}/md) <${foreign}/auto> [x]: ${foreign}/ref`,
    `<a href="javascript:window.pwned='a'" autofocus onfocus="window.pwned='focus'">a</a><style>@import '${foreign}/css'</style>`,
    `{{constructor.constructor("window.pwned='t'")()}} \${window.pwned='t'} $t(error.offline) {{message}}`,
    `javascript:window.pwned='url'`,
    `\u202Eoverride \u0000 nul <!--`,
  ];
  const all = sets.join(' ');
  const token = await server.token('lea', 'admin');
  const device = await connectDevice(server.url, token);
  const send = async (source: 'generic' | 'alertmanager', body: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(await server.intakeUrl(source), { method: 'POST', headers, body: JSON.stringify(body) });
    expect(answer.status, await answer.text()).toBeLessThan(300);
  };
  await send('generic', {
    title: `XSS ${sets[0]} ${sets[1]}`,
    service: sets[1],
    severity: 'critical',
    dedupKey: sets[2],
    status: 'firing',
    labels: Object.fromEntries(sets.map((text, n) => [`label${n}`, text])),
    annotations: { summary: all, description: all, runbook_url: sets[7] },
    description: all,
    url: sets[7],
    links: [{ href: sets[7], text: all }],
    images: [{ src: `${foreign}/image`, href: sets[7], alt: all }],
  });
  const labels = { alertname: `AM ${sets[1]}`, service: sets[2], severity: 'critical', x: sets[5] };
  await send('alertmanager', {
    version: '4',
    groupKey: all,
    truncatedAlerts: 0,
    status: 'firing',
    receiver: sets[0],
    groupLabels: labels,
    commonLabels: labels,
    commonAnnotations: {},
    externalURL: sets[7],
    alerts: [
      {
        status: 'firing',
        labels,
        annotations: { summary: `AM ${sets[5]}`, description: all, runbook_url: sets[7] },
        startsAt: new Date().toISOString(),
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: sets[7],
        fingerprint: 'abc123',
      },
    ],
  });
  const incidents = await device.records('incident');
  expect(incidents.length).toBe(2);
  for (const { id } of incidents) {
    for (const text of sets.slice(0, 7)) await device.mutate('incident.note', { id: incidentId(id), text });
    await device.mutate('incident.setStatusText', { id: incidentId(id), text: sets[1] ?? '' });
  }
  await device.mutate('person.update', { id: personId(device.person), patch: { name: `Léa ${sets[1]}` } });
  await device.mutate('savedView.save', {
    id: 'view-x',
    doc: {
      name: (sets[0] ?? '').slice(0, 80),
      owner: personId(device.person),
      visibility: 'owner',
      filter: { text: sets[5]?.slice(0, 200) },
    },
  });

  const { page } = await openConsole({ server: server.url, token });
  const screen = consolePage(page);
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await expect(screen.boardRow('XSS')).toBeVisible();
  const check = async (place: string) => {
    await page.waitForTimeout(150);
    const found = await page.evaluate((origin) => {
      const all = [...document.querySelectorAll('*')];
      return {
        pwned: Reflect.get(window, 'pwned') ?? null,
        scripts: all.filter((one) => one.localName === 'script' && !one.hasAttribute('src')).length,
        handlers: all.filter((one) => [...one.attributes].some(({ name }) => name.startsWith('on'))).length,
        links: all.filter((one) => /^\s*javascript:/i.test(one.getAttribute('href') ?? '')).length,
        sources: all.filter((one) => (one.getAttribute('src') ?? one.getAttribute('data') ?? '').startsWith(origin))
          .length,
        frames: document.querySelectorAll('iframe, object, embed').length,
      };
    }, foreign);
    expect([place, found]).toEqual([place, { pwned: null, scripts: 0, handlers: 0, links: 0, sources: 0, frames: 0 }]);
  };
  await check('board');
  for (const { id } of incidents) {
    await screen.visit(`/incidents/${id}`);
    await expect(screen.timeline.getByRole('listitem').first()).toBeVisible();
    await check(`incident ${id}`);
  }
  for (const place of [
    '/incidents',
    '/review',
    '/settings/server',
    '/settings/rules',
    `/incidents/${encodeURIComponent(sets[1] ?? '')}`,
    `/${encodeURIComponent(sets[0] ?? '')}`,
  ]) {
    await screen.visit(place);
    await check(place);
  }
  await page.keyboard.press('Control+k');
  await page.keyboard.type('XSS');
  await check('palette');
  expect(dialogs).toEqual([]);
  expect(hits).toEqual([]);
  // The toast's title is the text as it came.
  await desktop.notification(({ title }) => title.includes('<script>') || title.includes('<img'));
  site.close();
});
