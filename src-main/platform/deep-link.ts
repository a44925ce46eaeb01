import type { ExternalCommand } from '../../src-shared/contract/ipc.ts';

export const LINK_SCHEME = 'vigie';

/**
 * `vigie://incident/42`, `vigie://incident/0198c6…` and `vigie://board` → the command they stand for; anything else
 * `null`. Links come from mail and chat, so only digits and the characters of an id pass.
 */
export function parseDeepLink(raw: string): ExternalCommand | null {
  const match = /^vigie:\/\/(board|incident)(?:\/([0-9A-Za-z_-]{1,64}))?\/?$/.exec(raw);
  if (!match) return null;
  const [, place, incident] = match;
  if (place === 'incident') return incident ? { command: 'incident.open', incident, via: 'link' } : null;
  return incident ? null : { command: 'board.open', via: 'link' };
}

/** The first deep link among the arguments of a start. */
export function linkAmong(argv: readonly string[]): ExternalCommand | null {
  for (const argument of argv) {
    const command = parseDeepLink(argument);
    if (command) return command;
  }
  return null;
}
