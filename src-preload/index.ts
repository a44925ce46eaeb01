import { contextBridge, ipcRenderer } from 'electron';
import type { Bridge, CallResult } from '../src-shared/contract/ipc.ts';
import { type Answer, callChannel, EVENT_CHANNEL, failureMessage } from '../src-shared/contract/ipc-failure.ts';

/** Kept for a page that has not mounted yet: a deep link at cold start must not fall into the void. */
const MOST_HELD = 50;

interface Listener {
  deliver(payload: unknown): void;
}

const listeners = new Map<string, Set<Listener>>();
const held = new Map<string, unknown[]>();

ipcRenderer.on(EVENT_CHANNEL, (_event, name: string, payload: unknown) => {
  const listening = [...(listeners.get(name) ?? [])];
  for (const listener of listening) listener.deliver(payload);
  if (listening.length > 0) return;
  const waiting = held.get(name) ?? [];
  if (waiting.push(payload) > MOST_HELD) waiting.shift();
  held.set(name, waiting);
});

// The contract is here as types alone: its schemas would cost each start of the page a hundred kilobytes, and it is
// main that decides which names exist and what they take.
const bridge: Bridge = {
  async call(name, ...args) {
    const answer: Answer<CallResult<typeof name>> = await ipcRenderer.invoke(callChannel(name), args[0]);
    if (!answer.ok) throw new Error(failureMessage(answer.error));
    return answer.value;
  },
  on(name, listener) {
    const listening = listeners.get(name) ?? new Set();
    const entry: Listener = { deliver: listener };
    listeners.set(name, listening.add(entry));
    for (const payload of held.get(name)?.splice(0) ?? []) entry.deliver(payload);
    return () => {
      listening.delete(entry);
    };
  },
};

contextBridge.exposeInMainWorld('vigie', bridge);
