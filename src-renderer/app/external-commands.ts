import type { ExternalCommand } from '../../src-shared/contract/ipc.ts';
import type { FocusedIncident } from '../platform/command-runner.ts';
import type { CommandContext } from '../platform/commands.ts';

export interface ExternalCommandDeps {
  /** An incident by its id or its number; undefined when this laptop does not hold it. */
  findIncident(reference: string): Promise<FocusedIncident | undefined>;
  run(id: string, over: Partial<CommandContext>): void;
  go(path: string): void;
}

/** Carries out what a person asked for outside the window: tray, toast, deep link, application menu. */
export async function runExternalCommand(asked: ExternalCommand, deps: ExternalCommandDeps): Promise<void> {
  const { command, incident: reference, via } = asked;
  if (command === 'board.open') return deps.go('/board');
  if (command === 'silences.open') return deps.go('/silences');
  if (command === 'followUps.open') return deps.go('/post-mortems/follow-ups');
  if (command === 'maintenance.open') {
    const { occurrence } = asked;
    return deps.go(occurrence === undefined ? '/maintenance' : `/maintenance/${encodeURIComponent(occurrence)}`);
  }
  if (command === 'change.open') {
    const { change } = asked;
    return deps.go(change === undefined ? '/changes' : `/changes/${encodeURIComponent(change)}`);
  }
  if (command === 'run.open')
    return deps.go(asked.run === undefined ? '/runs' : `/runs/${encodeURIComponent(asked.run)}`);
  const incident = reference === undefined ? undefined : await deps.findIncident(reference);
  // Even one that is not here has a page: it says so, and fills when the record arrives.
  if (command === 'incident.open' || command === 'incident.show') {
    if (reference !== undefined) deps.go(`/incidents/${incident?.number ?? reference}`);
    return;
  }
  if (reference !== undefined && !incident) return deps.go(`/incidents/${reference}`);
  deps.run(command, incident ? { incident, via } : { via });
}
