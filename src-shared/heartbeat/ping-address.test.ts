import { describe, expect, it } from 'vitest';
import { readPingAddress, runIdOf } from './ping-address.ts';

const U = '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278';
const own = { by: 'key', key: U };
const slug = { by: 'slug', pingKey: 'fqOOd6-F4MMNuCEnzTU01w', slug: 'db-backups' };
const P = 'fqOOd6-F4MMNuCEnzTU01w/db-backups';

describe('the address of a ping', () => {
  it.each([
    [U, { ...own, kind: 'success' }],
    [`${U}/`, { ...own, kind: 'success' }],
    [`${U}/start`, { ...own, kind: 'start' }],
    [`${U}/fail`, { ...own, kind: 'fail' }],
    [`${U}/log`, { ...own, kind: 'log' }],
    [`${U}/0`, { ...own, kind: 'success', exitCode: 0 }],
    [`${U}/123`, { ...own, kind: 'fail', exitCode: 123 }],
    // As Django reads what healthchecks.io is asked, and as RFC 3986 has it.
    [`${U.replace('-', '%2D').replace('5', '%35')}/%73tart`, { ...own, kind: 'start' }],
    [`key/${'x'.repeat(100)}`, { by: 'slug', pingKey: 'key', slug: 'x'.repeat(100), kind: 'success' }],
    [P, { ...slug, kind: 'success' }],
    [`${P}/start`, { ...slug, kind: 'start' }],
    [`${P}/255`, { ...slug, kind: 'fail', exitCode: 255 }],
    [`${U}/nightly`, { by: 'slug', pingKey: U, slug: 'nightly', kind: 'success' }],
    [`${U}/nightly/log`, { by: 'slug', pingKey: U, slug: 'nightly', kind: 'log' }],
  ])('%s', (path, value) => expect(readPingAddress(path)).toEqual({ ok: true, value }));

  it.each([
    ['', 'not found'],
    ['not-uuid', 'not found'],
    ['07c2f54898504b27af5d6c9dc157ec02', 'not found'],
    [U.toUpperCase(), 'not found'],
    [`${P}/stop`, 'not found'],
    [`${P}/start/again`, 'not found'],
    ['key/%2e%2e', 'not found'],
    [`${U}/256`, 'invalid url format'],
    [`${P}/1000`, 'invalid url format'],
    [`${U}%2f0`, 'not found'],
    [`${U}%`, 'not found'],
    [`%252d${U}`, 'not found'],
    ['key/Nightly', 'invalid url format'],
    [`key/${'x'.repeat(101)}`, 'invalid url format'],
  ])('%s is none', (path, error) => expect(readPingAddress(path)).toEqual({ ok: false, error }));

  it('names its run by a UUID', () => {
    expect(runIdOf(U.toUpperCase())).toBe(U);
    expect(runIdOf('123')).toBeUndefined();
    expect(runIdOf(U.replaceAll('-', ''))).toBeUndefined();
  });
});
