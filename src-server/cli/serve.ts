import { openDataFolder } from '../data-folder.ts';
import { refuseDamage } from '../store/damage.ts';
import { type Command, EXIT } from './command.ts';
import { refuseMoved } from './moved.ts';

/** Resolves at the first SIGTERM or SIGINT. A second one ends the process at once. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    let asked = false;
    const stop = () => {
      if (asked) process.exit(EXIT.failed);
      asked = true;
      resolve();
    };
    process.on('SIGTERM', stop);
    process.on('SIGINT', stop);
  });
}

export const serve: Command = {
  name: 'serve',
  summary: 'Runs the server until SIGTERM. Prints `listening on http://HOST:PORT` when it is ready.',
  flags: [
    ['--data DIR', 'data folder, made when missing (or VIGIE_DATA)'],
    ['--database URL', 'keep the data in PostgreSQL (better as VIGIE_DATABASE: it holds a password)'],
    ['--host HOST', 'address to listen on (127.0.0.1)'],
    ['--port N', 'port to listen on (7447); 0 takes a free one'],
    ['--pack fr|en|none', 'procedures an empty workspace starts with (fr)'],
    ['--log-level LEVEL', 'fatal, error, warn, info, debug, trace, silent (info); the log goes to standard error'],
    ['--cors-origins LIST', 'origins whose pages may call the API, separated by commas'],
    ['--requests-per-minute N', 'limit for one address (300000)'],
    ['--sign-ins-per-minute N', 'limit for one address (10)'],
    ['--files-quota MB', 'limit for all files together: evidence, pictures (5000)'],
    ['--trust-proxy', 'honour X-Forwarded-For; only behind a proxy of your own'],
    ['--config FILE', 'settings as JSON (vigie.json in the data folder)'],
  ],
  options: {},
  async run(context) {
    const settings = context.settings();
    const folder = openDataFolder(settings.data, { create: true });
    // A database of its own lets any number of processes in; a folder has one at a time.
    const lock = settings.database === undefined ? folder.lock() : undefined;
    try {
      if (lock) refuseMoved(folder);
      if (lock) for (const file of [folder.store, folder.identity]) refuseDamage(file);
      // Loaded here: no other command needs the web server, and all of them should be quick.
      const { startServer } = await import('../serve.ts');
      const stopping = stopSignal();
      const server = await startServer(folder, settings, context.clock);
      context.print(`listening on ${server.url}`, { url: server.url, pid: process.pid, data: folder.path });
      await stopping;
      await server.stop();
      return EXIT.ok;
    } finally {
      lock?.release();
    }
  },
};
