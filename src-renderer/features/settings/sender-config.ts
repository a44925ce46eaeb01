import { KEY_SOURCES, type KeySource } from '../../../src-shared/contract/http.ts';
import { pingAddress, pingLines } from '../../../src-shared/heartbeat/ping-lines.ts';
import { SENDERS } from '../../../src-shared/intake/senders.ts';

/** Everybody that a key can be made for, as the list shows them. */
export const SOURCES: readonly KeySource[] = KEY_SOURCES;

const addressOf = (server: string, source: string, key: string): string =>
  new URL(`/intake/${source}/${key}`, server).toString();

/** What to paste at the sender: the file, command or address that its set-up wants. */
export function senderConfig(server: string, source: string, key: string): string {
  if (source === 'pagerduty') return `${new URL('/v2/enqueue', server)}\nrouting_key: ${key}\n`;
  if (source === 'heartbeat') {
    const slug = pingAddress(server, `${key}/my-job`);
    return `${pingLines(slug, { query: '?create=1' }).find(({ client }) => client === 'crontab')?.text}\n`;
  }
  const url = addressOf(server, source, key);
  const paste = SENDERS.find(({ name }) => name === source)?.setup.paste ?? [url];
  const filled = paste.map((line) => line.replaceAll('%URL%', url).replaceAll('%KEY%', key));
  return `${filled.join('\n')}\n`;
}

/** How the sender is set up, in the reader's language; undefined where the page has words of its own. */
export function senderHelp(server: string, source: string, key: string, language: string): string | undefined {
  const help = SENDERS.find(({ name }) => name === source)?.setup.help;
  return help?.[language.startsWith('fr') ? 'fr' : 'en'].replaceAll('%URL%', addressOf(server, source, key));
}
