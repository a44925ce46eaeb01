import fs from 'node:fs';
import { run, runOrThrow } from './run.mjs';

/** What Electron's shared libraries come from, and what a machine without a display needs beside them. */
const ELECTRON_PACKAGES = [
  'libgtk-3-0',
  'libnss3',
  'libasound2',
  'libgbm1',
  'libxss1',
  'libatk-bridge2.0-0',
  'libnotify4',
];
const DISPLAY_PACKAGES = ['xvfb', 'dbus-x11'];

/**
 * What the tests talk to for real: a notification daemon, a tray host, Prometheus, Alertmanager, PostgreSQL, nginx; and
 * strace, which records what is written to the disk, what makes certificates and has Chromium trust them, what reads a
 * PDF, and cron, whose jobs are watched.
 */
const TEST_PACKAGES = [
  ...DISPLAY_PACKAGES,
  'dunst',
  'xdotool',
  'python3-dbus',
  'python3-gi',
  'prometheus',
  'prometheus-alertmanager',
  'postgresql',
  'nginx-light',
  'strace',
  'openssl',
  'libnss3-tools',
  'poppler-utils',
  'cron',
];

const isRoot = () => process.getuid?.() === 0;
const hasApt = () => fs.existsSync('/usr/bin/apt-get');

/** Whether a program is on the PATH. */
function hasProgram(name) {
  return (process.env.PATH ?? '').split(':').some((folder) => folder && fs.existsSync(`${folder}/${name}`));
}

/** Debian keeps the server's programs in one folder a version, off the PATH; the client alone makes it too. */
function hasPostgresServer() {
  const root = '/usr/lib/postgresql';
  return fs.existsSync(root) && fs.readdirSync(root).some((version) => fs.existsSync(`${root}/${version}/bin/initdb`));
}

/** Since Debian 13 and Ubuntu 24.04 some libraries carry the suffix t64; the names that this system knows. */
async function localNames(packages) {
  const known = await run('apt-cache', ['pkgnames'], { quiet: true });
  const names = new Set(known.output.split('\n'));
  return packages.map((name) => (names.has(`${name}t64`) ? `${name}t64` : name));
}

/** Electron opens this one by itself when it first notifies, so the dynamic linker does not know of it. */
const NOTIFICATION_LIBRARY = 'libnotify.so.4';

/** The shared libraries that are not found for this Electron. */
async function missingLibraries(executable) {
  const [linked, known] = await Promise.all([
    run('ldd', [executable], { quiet: true }),
    run('/sbin/ldconfig', ['-p'], { quiet: true }),
  ]);
  const missing = [...linked.output.matchAll(/^\s*(\S+) => not found$/gm)].map((match) => match[1]);
  if (known.code === 0 && !known.output.includes(NOTIFICATION_LIBRARY)) missing.push(NOTIFICATION_LIBRARY);
  return missing;
}

/**
 * Installs Debian packages as root; otherwise throws with the exact line to type.
 * Services that they bring are not started.
 */
async function install(packages, why, log) {
  if (!hasApt()) throw new Error(`${why}. On Debian they come from: ${packages.join(' ')}`);
  if (!isRoot()) {
    const names = await localNames(packages);
    throw new Error(`${why}. Type:\n  sudo apt-get update && sudo apt-get install -y ${names.join(' ')}`);
  }
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  const lock = ['-o', 'DPkg::Lock::Timeout=300'];
  await runOrThrow('apt-get', ['update', '-q', ...lock], { quiet: true, env });
  const names = await localNames(packages);
  log(`${why}: apt-get install -y ${names.join(' ')}`);
  const release = denyServices();
  try {
    await runOrThrow('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...lock, ...names], {
      quiet: true,
      env,
    });
  } finally {
    release();
  }
}

/** While packages are installed, tells Debian not to start their services; an existing policy is left as it is. */
function denyServices() {
  const policy = '/usr/sbin/policy-rc.d';
  if (fs.existsSync(policy)) return () => undefined;
  fs.writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  return () => fs.rmSync(policy, { force: true });
}

/** Checks Electron's shared libraries (Linux), and installs what brings the missing ones when it may. */
export async function ensureElectronLibraries(executable, log) {
  if (process.platform !== 'linux') return;
  const missing = await missingLibraries(executable);
  if (missing.length === 0) return;
  await install(ELECTRON_PACKAGES, `Electron lacks ${missing.join(', ')}`, log);
  const still = await missingLibraries(executable);
  if (still.length > 0) throw new Error(`Electron still lacks ${still.join(', ')}`);
}

/** Makes sure that a Linux machine without a display can be given a virtual one. */
export async function ensureVirtualDisplay(log) {
  if (hasProgram('Xvfb') && hasProgram('dbus-run-session')) return;
  await install(DISPLAY_PACKAGES, 'There is no display, and a virtual one needs Xvfb and D-Bus', log);
}

/** Makes sure that the tests' real peers are installed (Linux). */
export async function ensureTestPeers(log) {
  if (process.platform !== 'linux') return;
  const programs = ['Xvfb', 'dbus-daemon', 'dunst', 'dunstctl', 'xdotool', 'nginx', 'strace', 'openssl', 'certutil'];
  programs.push('prometheus', 'prometheus-alertmanager', 'pdftotext', 'cron');
  const python = await run('/usr/bin/python3', ['-c', 'import dbus, gi'], { quiet: true });
  const absent = programs.filter((name) => !hasProgram(name));
  if (python.code !== 0) absent.push('python3-dbus');
  if (!hasPostgresServer()) absent.push('postgresql');
  if (absent.length > 0) await install(TEST_PACKAGES, `The tests lack ${absent.join(', ')}`, log);
}
