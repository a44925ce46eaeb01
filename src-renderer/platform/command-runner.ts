import { createContext, useContext, useEffect } from 'react';
import type { Command, CommandContext } from './commands.ts';

export type FocusedIncident = NonNullable<CommandContext['incident']>;

/** How a screen meets the registry without knowing it: run a command by name, tell its key, say what is focused. */
export interface CommandRunner {
  /** Runs it where it is available; `over` names another incident than the focused one. */
  run(id: string, over?: Partial<CommandContext>): void;
  /** The command by its id, for its keys and its availability. */
  find(id: string): Command | undefined;
  /** The incident that commands act on: the row under the cursor, or the open page. */
  focusIncident(incident: FocusedIncident | undefined): void;
}

export const CommandRunnerContext = createContext<CommandRunner | undefined>(undefined);

export function useCommandRunner(): CommandRunner {
  const runner = useContext(CommandRunnerContext);
  if (!runner) throw new Error('useCommandRunner outside CommandRunnerContext');
  return runner;
}

/** Makes an incident the one that commands act on while the component is mounted. */
export function useFocusedIncident(incident: FocusedIncident | undefined): void {
  const runner = useCommandRunner();
  const { id, number, title, priority } = incident ?? {};
  useEffect(() => {
    if (id === undefined || title === undefined || priority === undefined) return;
    runner.focusIncident({ id, number, title, priority });
    return () => runner.focusIncident(undefined);
  }, [runner, id, number, title, priority]);
}
