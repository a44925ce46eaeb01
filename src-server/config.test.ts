import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flagOf, loadSettings, variableOf } from './config.ts';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'vigie-config-'));
});
afterEach(() => rmSync(data, { recursive: true }));
const write = (settings: unknown) => writeFileSync(join(data, 'vigie.json'), JSON.stringify(settings));

describe('settings', () => {
  it('come from flags, then the environment, then the file, then defaults', () => {
    write({ port: 1, host: '0.0.0.0', pack: 'en', corsOrigins: ['https://a.example'] });
    const settings = loadSettings({ flags: { data, port: '3' }, env: { VIGIE_PORT: '2', VIGIE_HOST: '::1' } });
    expect(settings).toMatchObject({
      port: 3,
      host: '::1',
      pack: 'en',
      corsOrigins: ['https://a.example'],
      logLevel: 'info',
    });
  });

  it('take lists separated by commas', () => {
    const env = { VIGIE_CORS_ORIGINS: 'https://a.example, https://b.example' };
    expect(loadSettings({ flags: { data }, env }).corsOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  it('that cannot be used are named with where they came from', () => {
    expect(() => loadSettings({ flags: { data, port: '70000' }, env: {} })).toThrow(/^port: .*from --port/);
    expect(() => loadSettings({ flags: { data }, env: { VIGIE_LOG_LEVEL: 'loud' } })).toThrow(
      /^logLevel: .*environment VIGIE_LOG_LEVEL/,
    );
    expect(() => loadSettings({ flags: { data, port: '' }, env: {} })).toThrow(/^port: is not a whole number .*--port/);
    expect(() => loadSettings({ flags: { data: ' ' }, env: {} })).toThrow(/^data: is empty .*--data/);
    expect(loadSettings({ flags: { data }, env: { VIGIE_PORT: '' } }).port).toBe(7_447);
    write({ port: null });
    expect(() => loadSettings({ flags: { data }, env: {} })).toThrow(/^port: is not a whole number .*vigie\.json/);
    write({ pack: 'de' });
    expect(() => loadSettings({ flags: { data }, env: {} })).toThrow(/^pack: .*vigie\.json/);
    write({ prot: 1 });
    expect(() => loadSettings({ flags: { data }, env: {} })).toThrow(/^prot: no such setting .*vigie\.json/);
    expect(() => loadSettings({ flags: { data }, env: {}, file: join(data, 'no.json') })).toThrow(/does not exist/);
  });

  it('have one name each on the command line and in the environment', () => {
    expect([flagOf('logLevel'), variableOf('logLevel')]).toEqual(['--log-level', 'VIGIE_LOG_LEVEL']);
  });
});
