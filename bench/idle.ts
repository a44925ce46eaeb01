import { fileURLToPath } from 'node:url';
import { uuidv7 } from 'uuidv7';
import { incidentId } from '../src-shared/model/ids.ts';
import { connectDevice } from '../tests/support/device.ts';
import { until } from '../tests/support/processes.ts';
import type { Context, Figure } from './harness/figure.ts';
import { cpuSeconds, family, memoryOf } from './harness/processes.ts';
import { startVigie } from './harness/vigie.ts';
import { buildEmptyWindow } from './window/build.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const INCIDENTS = 20;
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1_000));

/** CPU in percent of one core and memory of an app that is left alone. */
async function idle(ctx: Context, folder: string, env: NodeJS.ProcessEnv, ready: () => Promise<unknown>) {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const flags = [...sandbox, '--lang=fr', folder, `--user-data-dir=${ctx.folder()}`];
  const program = ctx.start(ctx.electron, flags, { env: { ...process.env, ...ctx.display, ...env } });
  await ready();
  await pause(ctx.quick ? 8 : 20);
  const pids = family(program.child.pid ?? 0);
  if (pids.length < 3) throw new Error(`Electron did not stay: ${program.output().slice(-500)}`);
  const seconds = ctx.quick ? 10 : 30;
  const before = cpuSeconds(pids);
  await pause(seconds);
  const cpu = ((cpuSeconds(pids) - before) / seconds) * 100;
  const memory = memoryOf(pids);
  await program.stop();
  return { cpu, memory };
}

/** What one process waiting for one server costs: a board of quiet incidents, signed in, live stream open. */
async function ourConsole(ctx: Context) {
  const vigie = await startVigie(ctx);
  const token = await vigie.token('bench');
  const device = await connectDevice(vigie.url, token);
  const incidents = Array.from({ length: INCIDENTS }, (_, n) => {
    return { id: incidentId(uuidv7()), title: `Incident ${n}`, priority: 'P4' as const };
  });
  await device.mutateAll('incident.open', incidents);
  const isListening = async () =>
    (await (await fetch(`${vigie.url}/metrics`)).text()).includes('vigie_live_consoles 1');
  const env = { VIGIE_SERVER: vigie.url, VIGIE_TOKEN: token };
  const measured = await idle(ctx, root, env, () => until('the console listens to the server', isListening));
  await vigie.program.stop();
  return measured;
}

export const figure: Figure = {
  name: 'idle',
  title: 'A console left alone, against an empty Electron window with React',
  needs: ['electron', 'build', 'display'],
  async run(ctx) {
    const empty = ctx.folder();
    await buildEmptyWindow(empty);
    ctx.log(`a board of ${INCIDENTS} incidents, then the empty window, ${ctx.runs} times`);
    const ours = await ctx.median(() => ourConsole(ctx));
    const peer = await ctx.median(() => idle(ctx, empty, {}, async () => undefined));
    const name = 'empty window';
    return [
      { what: 'CPU', ours: ours.cpu, unit: '% of a core', peer: { name, value: peer.cpu }, target: { atMost: 1 } },
      {
        what: 'memory',
        ours: ours.memory,
        unit: 'MB',
        peer: { name, value: peer.memory },
        target: { ratioAtMost: 1.3 },
      },
    ];
  },
};
