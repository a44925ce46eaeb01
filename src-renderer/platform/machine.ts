import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { AppInfo, Bridge, Connection } from '../../src-shared/contract/ipc.ts';

/** What the page knows of the machine that it runs on. */
export interface Machine {
  bridge: Bridge;
  info: AppInfo;
  connection: StoreApi<Connection>;
  /** Do-not-disturb asked for from the tray or the palette: until when. */
  quiet: StoreApi<{ until: number | null }>;
}

export const MachineContext = createContext<Machine | undefined>(undefined);

export function useMachine(): Machine {
  const machine = useContext(MachineContext);
  if (!machine) throw new Error('useMachine outside MachineContext');
  return machine;
}

/** The server and token of this console; renders again when they change. */
export function useConnection(): Connection {
  return useStore(useMachine().connection);
}
