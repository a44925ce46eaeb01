import { expect, it } from 'vitest';
import { firstAlertCommands } from './first-alert.ts';

it('names the folder of the server that npm start began', () => {
  expect(firstAlertCommands('http://127.0.0.1:4310', 'linux', '<key>').test).toBe(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the shell fills it in.
    'npm run -s vigie -- simulate alert --data "${XDG_CONFIG_HOME:-$HOME/.config}/Vigie/server"',
  );
  expect(firstAlertCommands('http://localhost:4310', 'darwin', '<key>').test).toContain('Application Support');
  expect(firstAlertCommands('http://[::1]:4310', 'win32', '<key>').test).toContain('%APPDATA%');
});

it('asks for a key where the server is elsewhere', () => {
  const { test, wiring } = firstAlertCommands('https://vigie.example', 'linux', '<key>');
  expect(test).toBe('npm run -s vigie -- simulate alert --url https://vigie.example --key <key>');
  expect(wiring).toContain('url: https://vigie.example/intake/alertmanager/<key>');
  expect(wiring).not.toContain('--data');
});
