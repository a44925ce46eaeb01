import { ipcMain } from 'electron';
import { type EventName, type EventPayload, ipc } from '../../src-shared/contract/ipc.ts';
import { callChannel, EVENT_CHANNEL } from '../../src-shared/contract/ipc-failure.ts';
import { isAppUrl } from '../security/origin.ts';
import { createDispatch, type Handlers } from './dispatch.ts';

export interface RegisterDeps {
  handlers: Handlers;
  /** The console's one window; a call from anything but its main frame is refused. */
  contents(): Electron.WebContents | undefined;
  reportBug(name: string, error: unknown): void;
  refused(what: string, detail: string): void;
}

/** The only user of `ipcMain`: every call of the contract, and nothing else, becomes reachable for our own page. */
export function registerIpc({ handlers, contents, reportBug, refused }: RegisterDeps): void {
  const dispatch = createDispatch(ipc.calls, handlers, reportBug);
  for (const name of Object.keys(ipc.calls)) {
    ipcMain.handle(callChannel(name), (event, raw: unknown) => {
      const ours = contents();
      const frame = event.senderFrame;
      if (!ours || event.sender.id !== ours.id || !frame || frame !== ours.mainFrame || !isAppUrl(frame.url)) {
        refused('ipc sender', `${name} from ${frame?.url.slice(0, 200) ?? 'a gone frame'}`);
        throw new Error('refused');
      }
      return dispatch(name, raw);
    });
  }
}

/** Sends an event of the contract to the page, validated; answers whether there was a page to send it to. */
export function sendEvent<N extends EventName>(
  contents: Electron.WebContents | undefined,
  name: N,
  payload: EventPayload<N>,
): boolean {
  if (!contents || contents.isDestroyed() || contents.isCrashed()) return false;
  contents.send(EVENT_CHANNEL, name, ipc.events[name].parse(payload));
  return true;
}
