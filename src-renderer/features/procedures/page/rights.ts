import type { Role } from '../../../../src-shared/model/person.ts';
import type { Procedure } from '../../../../src-shared/model/procedure.ts';

/** Who may change its text and what is said about it; as the mutators have it. */
export const writerOf = (kind: Procedure['kind']): Role => (kind === 'runbook' ? 'responder' : 'lead');

/** Why a procedure is not started from its page: a reason of `procedurePage.why`. */
export function startRefusal({ kind, steps, archived }: Procedure): 'phase' | 'noSteps' | 'archived' | undefined {
  if (archived) return 'archived';
  if (kind === 'incidentPhase') return 'phase';
  return steps === 0 ? 'noSteps' : undefined;
}

export const canStart = (procedure: Procedure): boolean => startRefusal(procedure) === undefined;
