import { describe, expect, it } from 'vitest';
import { createProcedureLinks, importedId, joinPath } from './links.ts';

const paths = [
  'README.md',
  'content/runbooks/kubernetes/_index.md',
  'content/runbooks/kubernetes/KubePodCrashLooping.md',
  'content/runbooks/node/Disque plein.md',
  'alerts/etcd/etcdNoLeader.md',
  'alerts/shared/README.md',
  'source/manual/DiskFull.html.md',
  'source/manual/logging.html.md.erb',
];
const links = createProcedureLinks(paths.map((path) => ({ id: path, doc: { source: { collection: 'ops', path } } })));
const from = (path: string, href: string) => links.resolve({ collection: 'ops', path }, href);
const to = (id: string, anchor?: string) => ({ kind: 'procedure', id, ...(anchor ? { anchor } : {}) });

describe('links between imported procedures', () => {
  const pod = 'content/runbooks/kubernetes/KubePodCrashLooping.md';

  it('follows relative paths, with their anchors, encoded or not', () => {
    expect(from(pod, '../node/Disque%20plein.md#Diagnosis')).toEqual(
      to('content/runbooks/node/Disque plein.md', 'Diagnosis'),
    );
    expect(from('content/runbooks/node/Disque plein.md', '../kubernetes/kubepodcrashlooping.md')).toEqual(to(pod));
    expect(from(pod, '../../../README.md?plain=1')).toEqual(to('README.md'));
  });

  it('finds the page of a folder', () => {
    expect(from('alerts/etcd/etcdNoLeader.md', '../shared/')).toEqual(to('alerts/shared/README.md'));
    expect(from('README.md', 'content/runbooks/kubernetes')).toEqual(to('content/runbooks/kubernetes/_index.md'));
  });

  it('follows addresses as a site serves them', () => {
    expect(from('README.md', '/runbooks/kubernetes/kubepodcrashlooping/')).toEqual(to(pod));
    expect(from(pod, '../../node/Disque plein/')).toEqual(to('content/runbooks/node/Disque plein.md'));
    expect(from('README.md', '{{< ref "KubePodCrashLooping.md#impact" >}}')).toEqual(to(pod, 'impact'));
  });

  it('follows addresses as Middleman serves them', () => {
    expect(from('source/manual/DiskFull.html.md', 'logging.html#where')).toEqual(
      to('source/manual/logging.html.md.erb', 'where'),
    );
    expect(from('source/manual/logging.html.md.erb', '/manual/DiskFull.html')).toEqual(
      to('source/manual/DiskFull.html.md'),
    );
  });

  it('keeps a link into the repository of the collection at home, and lets the others out', () => {
    const address = 'https://github.com/acme/runbooks/blob/master/alerts/etcd/etcdNoLeader.md';
    expect(from('README.md', `${address}#meaning`)).toEqual(to('alerts/etcd/etcdNoLeader.md', 'meaning'));
    expect(from('README.md', 'https://example.org/etcdNoLeader.md')).toEqual({ kind: 'external' });
    expect(from('README.md', 'mailto:ops@example.org')).toEqual({ kind: 'external' });
    expect(from('README.md', '//example.org/x')).toEqual({ kind: 'external' });
  });

  it('says what is missing, and never leaves the collection', () => {
    expect(from('README.md', 'nowhere.md')).toEqual({ kind: 'missing', path: 'nowhere.md' });
    expect(from('README.md', '../../etc/passwd')).toEqual({ kind: 'missing', path: '../../etc/passwd' });
    expect(links.resolve({ collection: 'other', path: 'README.md' }, 'alerts/etcd/etcdNoLeader.md').kind).toBe(
      'missing',
    );
    expect(links.resolve(undefined, '#impact')).toEqual({ kind: 'anchor', anchor: 'impact' });
    expect(from('README.md', '%E0%A4%A').kind).toBe('missing');
  });

  it('names two pages of one name by their path alone', () => {
    const twice = createProcedureLinks(
      ['a/x.md', 'b/x.md'].map((path) => ({ id: path, doc: { source: { collection: 'ops', path } } })),
    );
    expect(twice.resolve({ collection: 'ops', path: 'c.md' }, '/x/').kind).toBe('missing');
    expect(twice.resolve({ collection: 'ops', path: 'c.md' }, '/b/x/')).toEqual(to('b/x.md'));
  });
});

describe('ids of imported files', () => {
  it('are the same for the same file, whatever form its accents have', () => {
    const composed = { collection: 'équipe', path: 'données.md' };
    const apart = { collection: 'équipe'.normalize('NFD'), path: 'données.md'.normalize('NFD') };
    expect(importedId(apart)).toBe(importedId(composed));
    expect(importedId(composed)).toMatch(/^imported-[0-9a-f]{32}$/);
    expect(importedId({ ...composed, path: 'autres.md' })).not.toBe(importedId(composed));
  });
});

describe('paths', () => {
  it('are joined without climbing out', () => {
    expect(joinPath('a/b', '../c/./d.md')).toBe('a/c/d.md');
    expect(joinPath('a', '../../b')).toBeUndefined();
  });
});
