import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../time/clock.ts';
import { crontabTime, PING_CLIENTS, pingAddress, pingLines } from './ping-lines.ts';

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

  it('hold no time that cron or systemd would not read', () => {
    const cron = (expression: string) => crontabTime({ kind: 'cron', expression, zone: 'UTC', grace: HOUR });
    expect(['0 3 * jul,AUG mon', '@daily'].map(cron)).toEqual(['0 3 * jul,AUG mon', '@daily']);
    expect(['0 3 L * *', '0 3 * * 5L', '0 3 * * 1#2'].map(cron)).toEqual([undefined, undefined, undefined]);
    const periods = [1, 5, 60, 7, 360, 1_440, 2_880, 10_080];
    const every = (minutes: number) => crontabTime({ kind: 'period', period: minutes * MINUTE, grace: HOUR });
    expect(periods.map(every)).toEqual([
      '* * * * *',
      '*/5 * * * *',
      '0 * * * *',
      undefined,
      '0 */6 * * *',
      '0 3 * * *',
      undefined,
      '0 3 * * 1',
    ]);
    expect(pingLines(ADDRESS, { cron: '' })[0]?.text).toMatch(/^curl/);
    const systemd = pingLines(ADDRESS, { calendar: 'Mon 02:30\nFri 04:00' })[3]?.text;
    expect(systemd).toContain('OnCalendar=Mon 02:30\nOnCalendar=Fri 04:00\n');
  });

  it('carry what comes at the end of the address, safe from each shell', () => {
    const texts = pingLines(ADDRESS, { query: '?create=1' }).map(({ text }) => text);
    expect(texts[0]).toContain(`${ADDRESS}/$?\\?create=1`);
    expect(texts[4]).toContain(`"${ADDRESS}" + signal + "?create=1"`);
    // A question mark right behind a name is part of the name in PowerShell.
    expect(texts[5]).toContain(`"\${ping}\${signal}?create=1"`);
  });
});
