import { execFile } from 'node:child_process';
import type { Clock } from '../../src-shared/time/clock.ts';
import { type Check, type Finding, fine, spanText, warn } from './finding.ts';

/** Standard output of a program, or undefined when it is missing or fails. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string | undefined>;

const runProgram: RunProgram = (program, args) =>
  new Promise((resolve) => {
    execFile(program, args, { timeout: 5_000 }, (error, out) => resolve(error ? undefined : out));
  });

const SYNCHRONISE = 'turn on time synchronisation: chrony, or timedatectl set-ntp true';
/** Deadlines are told to the second. */
const FAR_OFF_SECONDS = 0.5;

/** What chrony or systemd say of the time source. */
async function synchronised(run: RunProgram): Promise<Finding> {
  const chrony = (await run('chronyc', ['-c', 'tracking']))?.trim().split(',');
  if (chrony && chrony.length >= 14) {
    const offset = Number(chrony[4]);
    const text = `chrony follows ${chrony[1] || 'no source'}, off by ${spanText(Math.abs(offset) * 1_000)}`;
    if (chrony[13] === 'Not synchronised') return warn('time source', 'chrony has no time source', SYNCHRONISE);
    return Math.abs(offset) > FAR_OFF_SECONDS ? warn('time source', text, SYNCHRONISE) : fine('time source', text);
  }
  const systemd = await run('timedatectl', ['show', '--property=NTPSynchronized', '--property=NTP']);
  if (systemd?.includes('NTPSynchronized=yes')) return fine('time source', 'synchronised, as timedatectl says');
  if (systemd?.includes('NTPSynchronized=no')) {
    return warn('time source', 'not synchronised, as timedatectl says', SYNCHRONISE);
  }
  return warn('time source', 'neither chrony nor timedatectl tells of one', SYNCHRONISE);
}

/**
 * Whether the clock of this machine runs evenly and follows a time source. `elapsed` is a clock that nobody sets, in
 * milliseconds; between `start` and the end of the check both must have gone the same way.
 */
export function checkClock(clock: Clock, elapsed: () => number, run: RunProgram = runProgram): Check {
  const start = { wall: clock.now(), steady: elapsed() };
  return {
    subject: 'clock',
    async run() {
      const source = await synchronised(run);
      const wall = clock.now() - start.wall;
      const steady = elapsed() - start.steady;
      const jump = wall - steady;
      return [
        Math.abs(jump) > 250
          ? warn('clock', `it jumped by ${spanText(jump)} while doctor ran`, 'let one program alone set the clock')
          : fine(
              'clock',
              `runs evenly; it shows ${new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long', timeZone: 'UTC' }).format(clock.now())}`,
            ),
        source,
      ];
    },
  };
}
