import { spawn } from 'node:child_process';

/** Ends a child process: SIGTERM, then SIGKILL after `grace` ms. Resolves once it is gone. */
export function endProcess(child, grace = 5000) {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), grace);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** Starts a program and resolves with the first line that it writes on the descriptor `fd`. */
function startAndReadLine(command, args, { fd, env, limit = 15_000 }) {
  const stdio = ['ignore', 'ignore', 'ignore', 'ignore'];
  stdio[fd] = 'pipe';
  const child = spawn(command, args, { stdio: stdio.slice(0, Math.max(3, fd + 1)), env });
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(`said nothing for ${limit / 1000} s`), limit);
    let text = '';
    const fail = (why) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new Error(`${command} ${why}`));
    };
    child.once('error', (error) => fail(error.message));
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`));
    child.stdio[fd].on('data', (chunk) => {
      text += chunk;
      const end = text.indexOf('\n');
      if (end < 0) return;
      clearTimeout(timer);
      child.removeAllListeners('exit');
      child.stdio[fd].removeAllListeners('data').resume();
      resolve({ child, line: text.slice(0, end) });
    });
  });
}

/**
 * Starts a private X display on a free number, and a private D-Bus session unless `bus` is false.
 * `framebuffer` is a folder in which Xvfb keeps the screen's pixels (file `Xvfb_screen0`, format XWD).
 * @returns {Promise<{env: Record<string, string>, stop: () => Promise<void>}>} the variables that programs need
 */
export async function startVirtualDisplay({ size = '1440x900', bus = true, framebuffer, env = process.env } = {}) {
  const args = ['-displayfd', '3', '-screen', '0', `${size}x24`, '-nolisten', 'tcp', '-noreset'];
  if (framebuffer) args.push('-fbdir', framebuffer);
  const x = await startAndReadLine('Xvfb', args, { fd: 3, env });
  const variables = { DISPLAY: `:${x.line.trim()}` };
  let daemon;
  try {
    if (bus) {
      daemon = await startAndReadLine('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=1'], {
        fd: 1,
        env: { ...env, ...variables },
      });
      variables.DBUS_SESSION_BUS_ADDRESS = daemon.line.trim();
    }
  } catch (error) {
    await endProcess(x.child);
    throw error;
  }
  return {
    env: variables,
    stop: async () => {
      if (daemon) await endProcess(daemon.child);
      await endProcess(x.child);
    },
  };
}
