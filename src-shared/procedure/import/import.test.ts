import { createHash } from 'node:crypto';
import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { personId, serviceId, teamId } from '../../model/ids.ts';
import type { Procedure } from '../../model/procedure.ts';
import { instant } from '../../time/clock.ts';
import { importedId } from '../links.ts';
import { choicesFor, type KnownProcedure, planImport, stepFor, usualChoice } from './plan.ts';
import type { SourceEntry } from './problem.ts';
import { readCollection } from './read.ts';
import { plainMarkdown } from './rewrite.ts';

const hash = async (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const directory = {
  owner: (name: string) =>
    name === 'Léa' ? { owner: personId('lea') } : name === 'DevOps' ? { team: teamId('devops') } : undefined,
  service: (name: string) => (name === 'api' ? serviceId('svc-api') : undefined),
};
const PNG = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 1]);

const file = (path: string, content: string | Uint8Array): SourceEntry => {
  const bytes = typeof content === 'string' ? strToU8(content) : content;
  return { path, size: bytes.length, read: async () => bytes };
};
async function read(...files: SourceEntry[]) {
  const found = await readCollection(files, { directory, hash });
  if (!found) throw new Error('it was stopped');
  return found;
}
const onlyText = async (path: string, content: string) => (await read(file(path, content))).texts[0];

describe('a file of a collection', () => {
  it('of prometheus-operator’s shape has its title, its alert and its folder', async () => {
    const text = await onlyText(
      'content/runbooks/kubernetes/KubePodStuck.md',
      '---\ntitle: Kube Pod Stuck\nweight: 20\n---\n\n# KubePodStuck\n\n## Meaning\n\nA pod is stuck.\n',
    );
    expect(text).toMatchObject({
      title: 'Kube Pod Stuck',
      tags: ['kubernetes'],
      match: { alertNames: ['KubePodStuck'], matchers: [] },
      body: '# KubePodStuck\n\n## Meaning\n\nA pod is stuck.\n',
    });
  });

  it('of openshift’s shape has the first heading for a title', async () => {
    const text = await onlyText('alerts/cluster-etcd-operator/etcdLeaderLost.md', '# etcdLeaderLost\n\n## Meaning\n');
    expect(text).toMatchObject({ title: 'etcdLeaderLost', tags: ['cluster-etcd-operator'] });
    expect(text?.match?.alertNames).toEqual(['etcdLeaderLost']);
  });

  it('without either is called what the file or its folder is called', async () => {
    expect((await onlyText('base/mise_a-jour.md', 'Du texte.'))?.title).toBe('mise a jour');
    expect((await onlyText('base/README.md', 'Du texte.'))?.title).toBe('base');
    expect((await onlyText('mise-a-jour.md', 'Base\n====\n'))?.title).toBe('Base');
  });

  it('says more about itself in its front matter', async () => {
    const text = await onlyText(
      'x.md',
      '---\ntags: [db, "Base de données"]\nservices: api, inconnu\nowner: Léa\nalertnames:\n  - DbDown\nreview: 6 months\nlang: fr\n---\nCorps.\n',
    );
    expect(text).toMatchObject({
      tags: ['db', 'Base de données'],
      services: ['svc-api'],
      owner: 'lea',
      match: { alertNames: ['DbDown'] },
      reviewEvery: 180,
      language: 'fr',
      body: 'Corps.\n',
    });
    expect((await onlyText('x.md', '---\nteam: DevOps\n---\nCorps.\n'))?.team).toBe('devops');
  });

  it('with front matter that is wrong is imported all the same, and said', async () => {
    const { texts, problems } = await read(
      file('a.md', '---\ntitle: [unclosed\n---\n# A\n'),
      file('b.md', '+++\ntitle = "B"\n+++\n# Bé\n'),
      file('c.md', '---\nJust a sentence.\n---\n# C\n'),
      file(
        'd.md',
        `---\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [${'*a,'.repeat(9)}*a]\nc: &c [${'*b,'.repeat(9)}*b]\n---\n# D\n`,
      ),
    );
    expect(texts.map(({ title }) => title)).toEqual(['A', 'Bé', 'C', 'D']);
    expect(texts[2]?.body).toContain('Just a sentence.');
    expect(problems.map(({ path, reason }) => [path, reason])).toEqual([
      ['a.md', 'frontMatter'],
      ['b.md', 'frontMatterToml'],
      ['d.md', 'frontMatter'],
    ]);
  });

  it('of Hugo is made plain outside of its code', async () => {
    const text = await onlyText(
      'x.md',
      [
        'See [Pod]({{< ref "./Pod.md#impact" >}}).',
        '{{< hint warning >}}',
        'Stop first.',
        '{{< /hint >}}',
        '```sh',
        'echo {{< ref "kept" >}}',
        '```',
        '',
      ].join('\n'),
    );
    expect(text?.body).toBe(
      'See [Pod](./Pod.md#impact).\n> **Warning**\n>\n> Stop first.\n\n```sh\necho {{< ref "kept" >}}\n```\n',
    );
  });

  it('loses its notes to authors and its folds, and nothing of its code', async () => {
    const text = await onlyText(
      'x.md',
      '<!-- lint off -->\nOne <!-- two --> three\n<!--\nhidden\n-->\n<details>\n<summary>More</summary>\n\nText `<b>`\n\n</details>\n```\n<!-- kept -->\n```\n',
    );
    expect(text?.body.replaceAll(/\n{2,}/g, '\n')).toBe('One  three\n**More**\nText `<b>`\n```\n<!-- kept -->\n```\n');
  });

  it('loses nothing behind a note that never ends, or in code', async () => {
    const body = 'Write `<!-- note -->` here.\n\nA <!-- that stays open\n\nThe end.\n';
    expect((await onlyText('x.md', body))?.body).toBe(body);
  });

  it.each(['<!--', '`<details>', '`<a id="x"/>', '<!---->`'])('of one long line of %j is read at once', (part) => {
    expect(plainMarkdown(part.repeat(390_000 / part.length)).length).toBeGreaterThan(0);
  });

  it('of Hugo keeps the words of its tabs and folds, and its code', async () => {
    const text = await onlyText(
      'x.md',
      [
        '{{< tabs "os" >}}',
        '{{< tab "Linux" >}}',
        'Text.',
        '{{< /tab >}}',
        '{{< /tabs >}}',
        '{{% expand title="More" %}}',
        'Hidden.{{/* to who writes */}}',
        '{{% /expand %}}',
        '{{< highlight bash "linenos=table" >}}',
        'echo <!-- kept --> {{< tab "kept" >}}',
        '{{< /highlight >}}',
        '<a id="here"></a>Below `<a id="x"></a>`',
        '<details><summary><b>Context</b></summary>',
        '</details>',
      ].join('\n'),
    );
    expect(text?.body.split('\n').filter((line) => line !== '')).toEqual([
      '**Linux**',
      'Text.',
      '**More**',
      'Hidden.',
      '```bash',
      'echo <!-- kept --> {{< tab "kept" >}}',
      '```',
      'Below `<a id="x"></a>`',
      '**Context**',
    ]);
  });

  it('loses nothing of the code in its lists and quotes, and is read on behind code of one line', async () => {
    const code = [
      '1. Apply:',
      '',
      '    ```xml',
      '    <a><!-- kept --></a>',
      '    ```',
      '   - ```xml',
      '     <!-- kept -->',
      '     ```',
      '> ```',
      '> <!-- kept -->',
      '> ```',
      '```kubectl get pods```',
    ];
    const text = await onlyText('x.md', [...code, '<!-- gone -->End'].join('\n'));
    expect(text?.body).toBe([...code, 'End'].join('\n'));
  });

  it('of Docusaurus, MkDocs and GitHub has its boxes as quotations, with the code in them', async () => {
    const text = await onlyText(
      'x.md',
      [
        ':::danger[Stop first]',
        'Page the lead.',
        '```sh',
        ':::',
        '```',
        ':::',
        '> [!WARNING]',
        '> Not twice.',
        '1. Ask',
        '    !!! note "Who"',
        '        The owner:',
        '',
        '        ```sh',
        '        whois a',
        '        ```',
        '2. Go on',
        '=== "Linux"',
        '    `df -h`',
        '```',
        '!!! note',
        '```',
        '::: tip that never ends',
      ].join('\n'),
    );
    expect(text?.body.split('\n')).toEqual([
      '> **Stop first**',
      '>',
      '> Page the lead.',
      '> ```sh',
      '> :::',
      '> ```',
      '',
      '> **Warning**',
      '>',
      '> Not twice.',
      '1. Ask',
      '    > **Who**',
      '    >',
      '    > The owner:',
      '    >',
      '    > ```sh',
      '    > whois a',
      '    > ```',
      '2. Go on',
      '> **Linux**',
      '>',
      '> `df -h`',
      '```',
      '!!! note',
      '```',
      '::: tip that never ends',
    ]);
  });

  it('of GitLab and kramdown loses the marks of its contents', async () => {
    const text = await onlyText(
      'x.md',
      '# A\n\n**Table of Contents**\n\n[TOC]\n\n## B\n{:.no_toc}\n\n[[_TOC_]]\n\n```\n[TOC]\n```\n',
    );
    expect(text?.body.split('\n').filter((line) => line !== '')).toEqual(['# A', '## B', '```', '[TOC]', '```']);
  });

  it('of Docusaurus loses what its page fetches, and no code', async () => {
    const fetched = "import Tabs from '@theme/Tabs';\n";
    const text = await onlyText('x.mdx', `${fetched}\n# A\n\n${'```'}js\n${fetched}${'```'}\n`);
    expect(text?.body).toBe(`# A\n\n${'```'}js\n${fetched}${'```'}\n`);
  });

  it('of Middleman is a page by its whole ending, and has its title', async () => {
    const body = '---\ntitle: Disk full\nreview_in: 3 months\n---\n# <%= current_page.data.title %>\n\nText.\n';
    const { texts } = await read(file('source/DiskFull.html.md.erb', body), file('source/RouterDown.html.md', 'Text.'));
    expect(texts).toMatchObject([
      { title: 'Disk full', reviewEvery: 90, body: '# Disk full\n\nText.\n', match: { alertNames: ['DiskFull'] } },
      { title: 'RouterDown', match: { alertNames: ['RouterDown'] } },
    ]);
  });

  it('that is a folder’s page is named after the folder', async () => {
    expect((await onlyText('docs/KubePodStuck/index.md', 'Text.'))?.match?.alertNames).toEqual(['KubePodStuck']);
    expect((await onlyText('docs/node/README.md', 'Text.'))?.match).toBeUndefined();
  });

  it('named after an alert of capitals is that alert’s', async () => {
    expect((await onlyText('alerts/DNSDown.md', '# DNSDown\n'))?.match?.alertNames).toEqual(['DNSDown']);
    for (const path of ['FAQs.md', 'VMware.md', 'SETUP.md'])
      expect((await onlyText(path, 'Text.'))?.match).toBeUndefined();
  });

  it('that others share is named after no alert', async () => {
    expect((await onlyText('alerts/storage/helpers/cephCLI.md', '# Ceph\n'))?.match).toBeUndefined();
    expect((await onlyText('alerts/storage/CephDown.md', '# Ceph\n'))?.match?.alertNames).toEqual(['CephDown']);
  });

  it('shows its pictures by their content', async () => {
    const sum = await hash(PNG);
    const { texts, images, problems, passedOver } = await read(
      file(
        'docs/a.md',
        '![Vue](img/vue%201.png "Titre") <img src="/vue.png" alt="Bis">\n![loin](https://example.org/x.png)\n![non](../non.png)\n![svg](x.svg)\n\n![ref][r]\n\n[r]: <img/vue 1.png>\n',
      ),
      file('docs/img/vue 1.png', PNG),
      file('static/vue.png', PNG),
      file('docs/x.svg', '<svg/>'),
      file('docs/unused.png', PNG),
    );
    expect(texts[0]?.body).toContain(`![Vue](blob/${sum}.png "Titre") ![Bis](blob/${sum}.png)`);
    expect(texts[0]?.body).toContain('![loin](https://example.org/x.png)');
    expect([...images.keys()]).toEqual([sum]);
    expect(problems.map(({ reason, detail }) => [reason, detail])).toEqual([
      ['imageMissing', '../non.png'],
      ['imageType', 'x.svg'],
    ]);
    expect(passedOver).toBe(0);
  });

  it('that cannot be read is said with its reason, and stops no other', async () => {
    const { texts, problems, passedOver } = await read(
      file('binary.md', Uint8Array.from([1, 2, 0, 3])),
      file('latin1.md', Uint8Array.from([0x64, 0xe9, 0x6a, 0xe0])),
      file('long.md', 'x'.repeat(400_001)),
      file('huge.md', new Uint8Array(3_000_000)),
      file('../../etc/passwd.md', 'x'),
      file('/abs.md', 'x'),
      file(`${'d/'.repeat(40)}deep.md`, 'x'),
      file('LICENSE.md', 'x'),
      file('.github/issue.md', 'x'),
      file('_index.md', '---\ntitle: x\n---\n'),
      { ...file('link.md', 'x'), problem: 'symbolicLink' },
      file('good.md', '# Good\n'),
      file('good.md', '# Twice\n'),
      { ...file('torn.md', ''), read: async () => Promise.reject(new Error('EIO')) },
      file('utf16.md', Uint8Array.from([0xff, 0xfe, 0x41, 0, 0x0d, 0, 0x0a, 0])),
    );
    expect(texts.map(({ path }) => path)).toEqual(['good.md', 'utf16.md']);
    expect(texts[1]?.body).toBe('A\n');
    expect(Object.fromEntries(problems.map(({ path, reason }) => [path.slice(-16), reason]))).toEqual({
      'binary.md': 'notText',
      'latin1.md': 'encoding',
      'long.md': 'tooLong',
      'huge.md': 'tooLarge',
      '../etc/passwd.md': 'badPath',
      '/abs.md': 'badPath',
      '/d/d/d/d/deep.md': 'tooDeep',
      'LICENSE.md': 'aboutRepository',
      'link.md': 'symbolicLink',
      'good.md': 'twice',
      'torn.md': 'unreadable',
    });
    expect(passedOver).toBe(2);
  });

  it('is not read on once somebody has stopped it', async () => {
    const files = ['a.md', 'b.md', 'c.md'].map((path) => file(path, `# ${path}`));
    const seen: number[] = [];
    const progress = (done: number) => seen.push(done) >= 2;
    expect(await readCollection(files, { directory, hash, progress })).toBeUndefined();
    expect(seen).toEqual([1, 2]);
  });
});

const T = instant('2026-11-22T03:00:00Z');
function known(
  path: string,
  more: Omit<Partial<KnownProcedure>, 'doc'> & { doc?: Partial<Procedure> } = {},
): KnownProcedure {
  const before = { title: path, body: '# One\n\nTwo\n\nThree\n' };
  const doc: Procedure = {
    kind: 'runbook',
    title: path,
    tags: [],
    services: [],
    revision: 1,
    steps: 0,
    updatedAt: T,
    updatedBy: { kind: 'system' },
    source: { collection: 'ops', path },
    ...more.doc,
  };
  return { id: importedId({ collection: 'ops', path }), ours: before, imported: before, ...more, doc };
}
const text = (path: string, body = '# One\n\nTwo\n\nThree\n') => ({
  path,
  title: path,
  body,
  tags: [],
  services: [],
  images: [],
});

describe('the plan of an import', () => {
  it('tells what is new, the same, changed, edited here, archived here and gone', () => {
    const upstream = '# One\n\nTwo\n\nThree!\n';
    const changes = planImport(
      'ops',
      ['a', 'b', 'c', 'd', 'e', 'f'].map((path) => text(path, path === 'b' ? undefined : upstream)),
      [
        known('b', { ours: { title: 'b', body: 'edited here, the same there' } }),
        known('c'),
        known('d', { ours: { title: 'd', body: '# One, here\n\nTwo\n\nThree\n' } }),
        known('e', { ours: { title: 'e', body: '# One\n\nTwo\n\nThree?\n' } }),
        known('f', { doc: { archived: true } }),
        known('g'),
        known('h', { doc: { archived: true } }),
        known('i', { doc: { source: { collection: 'other', path: 'i' } } }),
      ],
    );
    expect(changes.map(({ path, state }) => [path, state])).toEqual([
      ['a', 'new'],
      ['b', 'same'],
      ['c', 'changed'],
      ['d', 'edited'],
      ['e', 'edited'],
      ['f', 'archived'],
      ['g', 'gone'],
    ]);
    expect(changes[3]).toMatchObject({ merged: { title: 'd', body: '# One, here\n\nTwo\n\nThree!\n' } });
    expect(changes.map((change) => choicesFor(change).join(' '))).toEqual([
      'take skip',
      'skip',
      'take skip',
      'merge keep take skip',
      'keep take skip',
      'take skip',
      'archive skip',
    ]);
    expect(changes.map(usualChoice)).toEqual(['take', 'skip', 'take', 'skip', 'skip', 'skip', 'skip']);
  });

  it('becomes mutations, and only what was chosen', () => {
    const options = { collection: 'ops', kind: 'runbook', tags: ['k8s'] } as const;
    const [fresh, edited, gone] = planImport(
      'ops',
      [text('a'), text('b', '# New\n')],
      [known('b', { ours: { title: 'b', body: '# Ours\n' }, doc: { revision: 3 } }), known('z')],
    );
    if (!fresh || !edited || !gone) throw new Error('three changes are expected');
    expect(stepFor(fresh, 'skip', options)).toBeUndefined();
    expect(stepFor(fresh, 'take', options)).toMatchObject({
      name: 'procedure.import',
      args: { source: { collection: 'ops', path: 'a' }, tags: ['k8s'], text: { title: 'a' } },
    });
    expect(stepFor(edited, 'keep', options)?.args).toMatchObject({
      text: { body: '# New\n' },
      settled: { base: 3, text: { title: 'b', body: '# Ours\n' } },
    });
    expect(stepFor(edited, 'take', options)?.args).toMatchObject({ settled: { base: 3, text: { body: '# New\n' } } });
    expect(stepFor(gone, 'archive', options)).toEqual({
      name: 'procedure.archive',
      args: { id: gone.id, archived: true },
    });
  });
});
