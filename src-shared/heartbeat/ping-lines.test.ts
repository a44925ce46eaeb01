import { describe, expect, it } from 'vitest';
import { PING_CLIENTS, pingAddress, pingLines } from './ping-lines.ts';

const ADDRESS = pingAddress('https://vigie.example.org', '5bf66975-d4c7-4bf5-bcc8-b8d8a82ea278');

describe('lines to paste', () => {
  it('are there for every client and hold the address', () => {
    const lines = pingLines(ADDRESS);
    expect(lines.map(({ client }) => client)).toEqual([...PING_CLIENTS]);
    for (const { client, text } of lines) expect([client, text.includes(ADDRESS)]).toEqual([client, true]);
  });

  it('of a crontab and of systemd stand at their time', () => {
    const [crontab, , , systemd] = pingLines(ADDRESS, { cron: '30 2 * * 1-5', calendar: 'Mon..Fri 02:30' });
    expect(crontab?.text).toMatch(/^30 2 \* \* 1-5 [^\n%]+$/);
    expect(systemd?.text).toContain('OnCalendar=Mon..Fri 02:30');
  });

  it('carry what comes at the end of the address, safe from each shell', () => {
    const texts = pingLines(ADDRESS, { query: '?create=1' }).map(({ text }) => text);
    expect(texts[0]).toContain(`${ADDRESS}/$?\\?create=1`);
    expect(texts[4]).toContain(`"${ADDRESS}" + signal + "?create=1"`);
    // A question mark right behind a name is part of the name in PowerShell.
    expect(texts[5]).toContain(`"\${ping}\${signal}?create=1"`);
  });
});
