import { contextBridge, ipcRenderer } from 'electron';
import { type Bridge, type CallResult, ipc } from '../src-shared/contract/ipc.ts';
import { type Answer, callChannel, eventChannel, failureMessage } from '../src-shared/contract/ipc-failure.ts';

/** Kept for a page that has not mounted yet: a deep link at cold start must not fall into the void. */
const MOST_HELD = 50;

interface Listener {
  deliver(payload: unknown): void;
}

function openChannel(name: string) {
  const listeners = new Set<Listener>();
  const held: unknown[] = [];
  ipcRenderer.on(eventChannel(name), (_event, payload: unknown) => {
    for (const listener of [...listeners]) listener.deliver(payload);
    if (listeners.size === 0 && held.push(payload) > MOST_HELD) held.shift();
  });
  return (listener: Listener) => {
    listeners.add(listener);
    for (const payload of held.splice(0)) listener.deliver(payload);
    return () => {
      listeners.delete(listener);
    };
  };
}

const channels = new Map(Object.keys(ipc.events).map((name) => [name, openChannel(name)]));

const bridge: Bridge = {
  async call(name, ...args) {
    if (!Object.hasOwn(ipc.calls, name)) throw new Error(`no such call: ${String(name)}`);
    const answer: Answer<CallResult<typeof name>> = await ipcRenderer.invoke(callChannel(name), args[0]);
    if (!answer.ok) throw new Error(failureMessage(answer.error));
    return answer.value;
  },
  on(name, listener) {
    const listen = channels.get(name);
    if (!listen) throw new Error(`no such event: ${String(name)}`);
    return listen({ deliver: listener });
  },
};

contextBridge.exposeInMainWorld('vigie', bridge);
