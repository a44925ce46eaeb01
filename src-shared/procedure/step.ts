import type { Role } from '../model/person.ts';
import type { StepAction } from '../model/procedure.ts';

export type StepKind =
  | { kind: 'check' }
  | { kind: 'text' }
  | { kind: 'choice'; options: readonly string[] }
  /** Outside `[min, max]` the value is recorded and marked. */
  | { kind: 'measure'; unit?: string; min?: number; max?: number }
  | { kind: 'link'; url: string }
  | { kind: 'command'; command: string }
  /** Milliseconds to wait. */
  | { kind: 'timer'; length: number }
  /** By another person than the one who started the run, of this role at least. */
  | { kind: 'approval'; by: Role }
  | { kind: 'action'; action: StepAction };

/** One step as a procedure's Markdown says it. */
export type Step = StepKind & {
  /** Unique in its procedure; what entries of a run refer to. */
  id: string;
  /** Markdown on one line, without the attributes. */
  text: string;
  /** Markdown under it: commands, explanations. */
  detail?: string;
  /** 0 for a step, 1 for a step inside a step, and so on. */
  depth: number;
  /** Line of the procedure's text, from 1. */
  line: number;
};
