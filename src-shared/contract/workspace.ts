import type { Connection } from './ipc.ts';

/**
 * Short name of a server's records on this laptop. It names the database and begins every clientId made for the
 * server: what was done for one server is never sent to another. The embedded server is one, whatever port it got.
 * Letters and digits, deterministic (FNV-1a, 2 lanes).
 */
export function workspaceOf({ server, embedded }: Pick<Connection, 'server' | 'embedded'>): string {
  if (server === undefined) return 'none';
  if (embedded) return 'local';
  const origin = /^[^:]+:\/\/[^/?#]+/.exec(server)?.[0] ?? server;
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < origin.length; i += 1) {
    const unit = origin.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193) >>> 0;
    b = Math.imul((b ^ unit) + i, 0x85ebca6b) >>> 0;
  }
  return a.toString(36).padStart(7, '0') + b.toString(36).padStart(7, '0');
}
