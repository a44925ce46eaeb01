import type { Bridge } from '../../src-shared/contract/ipc.ts';
import type { Journal } from '../../src-shared/sync/ports.ts';

/** The journal file that main keeps. */
export function createBridgeJournal(bridge: Bridge): Journal {
  return {
    append: (entries) => bridge.call('journal.append', { entries }),
    settle: (clientId, upTo) => bridge.call('journal.settle', { clientId, upTo }),
    read: () => bridge.call('journal.read'),
  };
}
