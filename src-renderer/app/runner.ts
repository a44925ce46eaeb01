import type { CommandRunner, FocusedIncident } from '../platform/command-runner.ts';
import type { CommandContext } from '../platform/commands.ts';
import type { CommandRegistry } from './commands/command-registry.ts';

export interface Runner extends CommandRunner {
  context(): CommandContext;
}

/** Joins the registry to the place the person is in and the incident they look at. */
export function createRunner(deps: {
  registry: CommandRegistry;
  place(): string;
  failed(id: string, failure: unknown): void;
}): Runner {
  let incident: FocusedIncident | undefined;
  const context = (): CommandContext => ({ incident, place: deps.place(), via: 'console' });
  return {
    context,
    run(id, over) {
      deps.registry.run(id, { ...context(), ...over }).catch((failure: unknown) => deps.failed(id, failure));
    },
    find: (id) => deps.registry.find(id),
    focusIncident(next) {
      incident = next;
    },
  };
}
