import { type HeartbeatSchedule, PING_BODY } from '../model/heartbeat.ts';
import { DAY, HOUR, MINUTE, type Millis } from '../time/clock.ts';

/** Who would paste the lines. */
export const PING_CLIENTS = ['crontab', 'curl', 'wget', 'systemd', 'python', 'powershell'] as const;
export type PingClient = (typeof PING_CLIENTS)[number];

interface PingLines {
  client: PingClient;
  /** What to paste, without a newline at its end. */
  text: string;
  /** Of what language it is, for its colours. */
  language: 'shell' | 'ini' | 'python' | 'powershell';
}

/** The command of a crontab line where nobody said one. */
const ITS_COMMAND = '/usr/local/bin/my-job';

/** How often a job runs as a crontab says it, where that comes out even: every so many minutes or hours, a day, a week. */
function cronOfPeriod(period: Millis): string | undefined {
  const [minutes, hours] = [period / MINUTE, period / HOUR];
  if (60 % minutes === 0) return minutes === 60 ? '0 * * * *' : minutes === 1 ? '* * * * *' : `*/${minutes} * * * *`;
  if (24 % hours === 0) return hours === 24 ? '0 3 * * *' : `0 */${hours} * * *`;
  return period === 7 * DAY ? '0 3 * * 1' : undefined;
}

/** A schedule as cron itself reads it. `L` and `#` are other schedulers' words. */
export function crontabTime(schedule: HeartbeatSchedule): string | undefined {
  if (schedule.kind === 'period') return cronOfPeriod(schedule.period);
  if (schedule.kind === 'onCalendar') return undefined;
  const time = schedule.expression.trim();
  return /#|L\b/i.test(time.replace(/jul/gi, '')) ? undefined : time;
}

/** Waits for a server that starts again, not for ever. */
export const CURL = 'curl -fsS -m 10 --retry 5 --retry-connrefused -o /dev/null';
const WGET = 'wget -q -T 10 -t 5 --retry-connrefused -O /dev/null';

/**
 * Lines to paste where a job runs, for its address `https://…/ping/…`; `query` comes at its end (`?create=1`). They say
 * start and how it ended, do not wait for ever, and never make the job fail. `cron` is the line's time in a crontab, or
 * nothing; `calendar` the unit's OnCalendar, of several lines each.
 */
export function pingLines(
  address: string,
  { cron = '0 3 * * *', calendar = 'daily', query = '' }: { cron?: string; calendar?: string; query?: string } = {},
): PingLines[] {
  const q = query.replaceAll('?', '\\?');
  const time = cron === '' ? '' : `${cron} `;
  return [
    {
      client: 'crontab',
      language: 'shell',
      // No percent sign: to cron it is the end of the line.
      text: `${time}${CURL} ${address}/start${q}; ${ITS_COMMAND}; ${CURL} ${address}/$?${q}`,
    },
    {
      client: 'curl',
      language: 'shell',
      // The last of it: that is where a size or an error stands, and as an argument a long text would be refused.
      text: [
        `out=$(${ITS_COMMAND} 2>&1); status=$?`,
        `printf %s "$out" | tail -c ${PING_BODY} | ${CURL} --data-binary @- ${address}/$status${q}`,
      ].join('\n'),
    },
    {
      client: 'wget',
      language: 'shell',
      text: `if ${ITS_COMMAND}; then ${WGET} ${address}${q}; else ${WGET} ${address}/fail${q}; fi`,
    },
    {
      client: 'systemd',
      language: 'ini',
      text: [
        '# my-job.service',
        '[Service]',
        'Type=oneshot',
        `ExecStartPre=-/usr/bin/${CURL} ${address}/start${query}`,
        `ExecStart=${ITS_COMMAND}`,
        // A job that was killed has the name of a signal for its status.
        `ExecStopPost=-/bin/sh -c 'case $SERVICE_RESULT in success) s=0;; *) s=fail;; esac; ${CURL} ${address}/$$s${q}'`,
        '',
        '# my-job.timer',
        '[Timer]',
        ...calendar.split('\n').map((line) => `OnCalendar=${line.trim()}`),
        'Persistent=true',
        '',
        '[Install]',
        'WantedBy=timers.target',
      ].join('\n'),
    },
    {
      client: 'python',
      language: 'python',
      text: [
        'import urllib.request',
        '',
        'def ping(signal="", text=""):',
        '    try:',
        `        urllib.request.urlopen("${address}" + signal${query === '' ? '' : ` + "${query}"`}, data=text.encode() or None, timeout=10)`,
        '    except OSError as error:',
        '        print("ping:", error)',
        '',
        'ping("/start")',
        'try:',
        '    my_job()',
        'except Exception as error:',
        '    ping("/fail", repr(error))',
        '    raise',
        'ping()',
      ].join('\n'),
    },
    {
      client: 'powershell',
      language: 'powershell',
      text: [
        `$ping = "${address}"`,
        `Invoke-RestMethod -Method Post -TimeoutSec 10 "\${ping}/start${query}" | Out-Null`,
        '& C:\\Jobs\\my-job.exe',
        "$signal = if ($LASTEXITCODE -eq 0) { '' } else { '/fail' }",
        `Invoke-RestMethod -Method Post -TimeoutSec 10 "\${ping}\${signal}${query}" | Out-Null`,
      ].join('\n'),
    },
  ];
}

/** The address of a heartbeat on a server. */
export function pingAddress(server: string, key: string): string {
  return `${server.replace(/\/+$/, '')}/ping/${key}`;
}
