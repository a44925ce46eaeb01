import type { Bridge } from '../../../src-shared/contract/ipc.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import type { Data } from '../../data/data.ts';

export interface ReceiptDeps {
  bridge: Bridge;
  data: Data;
  /** The path of the page that is shown, now and whenever it changes. */
  onPlace(listener: (path: string) => void): void;
}

/** Tells main that the person has seen an incident (its page is open) or acted on it (they acknowledged it). */
export function sendReceipts({ bridge, data, onPlace }: ReceiptDeps): void {
  const told = new Set<string>();
  const tell = (incident: string, kind: 'seen' | 'acted') => {
    const key = `${incident}/${kind}`;
    if (told.has(key)) return;
    told.add(key);
    void bridge.call('alarms.receipt', { incident: incidentId(incident), kind });
  };

  onPlace((path) => {
    const address = /^\/incidents\/([^/?]+)$/.exec(path)?.[1];
    if (address === undefined) return;
    const number = /^\d{1,15}$/.test(address) ? Number(address) : undefined;
    for (const { id, doc } of data.incidents.getSnapshot().rows.values()) {
      if (id === address || (number !== undefined && doc.number === number)) tell(id, 'seen');
    }
  });

  const waiting = new Set<string>();
  data.incidents.subscribe(() => {
    const me = data.me.getSnapshot()?.person;
    for (const { id, doc } of data.incidents.getSnapshot().rows.values()) {
      if (doc.status === 'triggered') {
        waiting.add(id);
        told.delete(`${id}/acted`);
        continue;
      }
      if (!waiting.delete(id)) continue;
      const by = doc.acknowledgedBy;
      if (doc.status === 'acknowledged' && by?.kind === 'person' && by.id === me) tell(id, 'acted');
    }
  });
}
