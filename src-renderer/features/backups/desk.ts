import { createContext, useContext } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Backup } from '../../../src-shared/model/backup.ts';
import type { BackupActions } from './actions.ts';

/** What is being asked about backups, wherever the person is. */
export type BackupQuestion =
  | { kind: 'new' }
  | { kind: 'edit'; id: string; doc: Backup }
  | { kind: 'record'; id: string; doc: Backup }
  /** What to paste where the backup is made, for the job that tells of it. */
  | { kind: 'line'; id: string; title: string; cadence: string | undefined; heartbeat: string };

export interface BackupDesk {
  actions: BackupActions;
  store: StoreApi<{ question: BackupQuestion | undefined }>;
  ask(question: BackupQuestion): void;
  answered(): void;
  show(id: string): void;
}

export function createBackupDesk(actions: BackupActions, show: (id: string) => void): BackupDesk {
  const store = createStore<{ question: BackupQuestion | undefined }>(() => ({ question: undefined }));
  return {
    actions,
    store,
    ask: (question) => store.setState({ question }),
    answered: () => store.setState({ question: undefined }),
    show,
  };
}

export const BackupDeskContext = createContext<BackupDesk | undefined>(undefined);

export function useBackupDesk(): BackupDesk {
  const desk = useContext(BackupDeskContext);
  if (!desk) throw new Error('useBackupDesk outside BackupDeskContext');
  return desk;
}
