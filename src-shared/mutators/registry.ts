import type { ZodError } from 'zod';
import { receiveAlerts } from './alert.ts';
import { acknowledgeAlert } from './alert-acknowledge.ts';
import { createBackup, editBackup, recordBackup, unrecordBackup } from './backup.ts';
import {
  approveChange,
  cancelChange,
  createChange,
  editChange,
  proposeChange,
  refuseChange,
  withdrawChange,
} from './change.ts';
import { recordChange } from './change-event.ts';
import { takeBackApproval, takeBackEdit, takeBackException, takeBackWithdrawal, unstartChange } from './change-undo.ts';
import {
  completeChange,
  exceptChange,
  extendChange,
  linkChange,
  linkRun,
  passGate,
  reopenChange,
  rollBackChange,
  startChange,
  takeBackGate,
} from './change-work.ts';
import { closeFollowUp, createFollowUp, editFollowUp, reopenFollowUp } from './follow-up.ts';
import { createFreeze, removeFreeze, restoreFreeze, updateFreeze } from './freeze.ts';
import {
  createHeartbeat,
  editHeartbeat,
  pauseHeartbeat,
  removeHeartbeat,
  renewHeartbeatKey,
  restoreHeartbeat,
  resumeHeartbeat,
} from './heartbeat.ts';
import { lapseHeartbeat, pingHeartbeat } from './heartbeat-ping.ts';
import {
  acknowledgeIncident,
  assignIncident,
  closeIncident,
  open,
  pauseIncident,
  reopenIncident,
  resolveIncident,
  resumeIncident,
  setIncidentPriority,
  unacknowledgeIncident,
} from './incident.ts';
import { linkIncident, mergeIncident, noteIncident, setIncidentStatusText } from './incident-content.ts';
import { answerPage, pageTeam } from './incident-page.ts';
import { autoClose, recordSla, settleFlapping } from './incident-system.ts';
import { removeMapping, saveMapping } from './mapping.ts';
import { hasRole, type Mutator, type MutatorContext, type MutatorTx, type Outcome, rejected } from './mutator.ts';
import {
  assignOccurrence,
  blockOccurrence,
  completeOccurrence,
  moveOccurrence,
  reopenOccurrence,
  signOccurrence,
  skipOccurrence,
  startOccurrence,
  unblockOccurrence,
  unsignOccurrence,
  unstartOccurrence,
} from './occurrence.ts';
import { linkChangeToOccurrence, unlinkChangeFromOccurrence } from './occurrence-change.ts';
import { loadPack } from './pack.ts';
import { provisionPerson, setDuty, updatePerson } from './person.ts';
import { createPlan, editPlan, endPlan, pausePlan, removePlan, resumePlan, takeBackPlan, unpausePlan } from './plan.ts';
import {
  describePostMortem,
  publishPostMortem,
  reopenPostMortem,
  savePostMortem,
  startPostMortem,
} from './post-mortem.ts';
import { archiveProcedure, createProcedure, describeProcedure, reviewProcedure, saveProcedure } from './procedure.ts';
import { importProcedure } from './procedure-import.ts';
import {
  cancelRestoreTest,
  concludeRestoreTest,
  measureRestoreTest,
  reopenRestoreTest,
  startRestoreTest,
  timeRestoreTest,
} from './restore-test.ts';
import { endRun, recordStep, reopenRun, startRun } from './run.ts';
import { removeView, saveView } from './saved-view.ts';
import { updateService } from './service.ts';
import { updateCalendar, updatePriorityRules, updateSlaPolicy } from './settings.ts';
import { createSilence, expireSilence, updateSilence } from './silence.ts';
import { sweepSilence } from './silence-sweep.ts';

/** Every change there is, by the name it travels under. Nothing writes a record in any other way. */
const mutators = {
  'incident.open': open,
  'incident.acknowledge': acknowledgeIncident,
  'incident.unacknowledge': unacknowledgeIncident,
  'incident.assign': assignIncident,
  'incident.setPriority': setIncidentPriority,
  'incident.note': noteIncident,
  'incident.pause': pauseIncident,
  'incident.resume': resumeIncident,
  'incident.resolve': resolveIncident,
  'incident.reopen': reopenIncident,
  'incident.close': closeIncident,
  'incident.merge': mergeIncident,
  'incident.link': linkIncident,
  'incident.setStatusText': setIncidentStatusText,
  'incident.page': pageTeam,
  'incident.answer': answerPage,
  'incident.recordSla': recordSla,
  'incident.autoClose': autoClose,
  'incident.settleFlapping': settleFlapping,
  'alert.receive': receiveAlerts,
  'alert.acknowledge': acknowledgeAlert,
  'change.record': recordChange,
  'change.create': createChange,
  'change.edit': editChange,
  'change.takeBackEdit': takeBackEdit,
  'change.propose': proposeChange,
  'change.withdraw': withdrawChange,
  'change.takeBackWithdrawal': takeBackWithdrawal,
  'change.approve': approveChange,
  'change.takeBackApproval': takeBackApproval,
  'change.refuse': refuseChange,
  'change.except': exceptChange,
  'change.takeBackException': takeBackException,
  'change.passGate': passGate,
  'change.takeBackGate': takeBackGate,
  'change.start': startChange,
  'change.unstart': unstartChange,
  'change.complete': completeChange,
  'change.rollBack': rollBackChange,
  'change.cancel': cancelChange,
  'change.reopen': reopenChange,
  'change.link': linkChange,
  'change.linkRun': linkRun,
  'change.extend': extendChange,
  'freeze.create': createFreeze,
  'freeze.update': updateFreeze,
  'freeze.remove': removeFreeze,
  'freeze.restore': restoreFreeze,
  'person.setDuty': setDuty,
  'person.provision': provisionPerson,
  'person.update': updatePerson,
  'service.update': updateService,
  'slaPolicy.update': updateSlaPolicy,
  'calendar.update': updateCalendar,
  'priorityRules.update': updatePriorityRules,
  'silence.create': createSilence,
  'silence.update': updateSilence,
  'silence.expire': expireSilence,
  'silence.sweep': sweepSilence,
  'savedView.save': saveView,
  'savedView.remove': removeView,
  'mapping.save': saveMapping,
  'mapping.remove': removeMapping,
  'procedure.create': createProcedure,
  'procedure.import': importProcedure,
  'procedure.save': saveProcedure,
  'procedure.describe': describeProcedure,
  'procedure.review': reviewProcedure,
  'procedure.archive': archiveProcedure,
  'run.start': startRun,
  'run.record': recordStep,
  'run.end': endRun,
  'run.reopen': reopenRun,
  'postMortem.start': startPostMortem,
  'postMortem.save': savePostMortem,
  'postMortem.describe': describePostMortem,
  'postMortem.publish': publishPostMortem,
  'postMortem.reopen': reopenPostMortem,
  'followUp.create': createFollowUp,
  'followUp.edit': editFollowUp,
  'followUp.close': closeFollowUp,
  'followUp.reopen': reopenFollowUp,
  'backup.create': createBackup,
  'backup.edit': editBackup,
  'backup.record': recordBackup,
  'backup.unrecord': unrecordBackup,
  'restoreTest.start': startRestoreTest,
  'restoreTest.time': timeRestoreTest,
  'restoreTest.measure': measureRestoreTest,
  'restoreTest.conclude': concludeRestoreTest,
  'restoreTest.cancel': cancelRestoreTest,
  'restoreTest.reopen': reopenRestoreTest,
  'plan.create': createPlan,
  'plan.edit': editPlan,
  'plan.pause': pausePlan,
  'plan.remove': removePlan,
  'plan.resume': resumePlan,
  'plan.unpause': unpausePlan,
  'plan.end': endPlan,
  'plan.takeBack': takeBackPlan,
  'occurrence.start': startOccurrence,
  'occurrence.complete': completeOccurrence,
  'occurrence.sign': signOccurrence,
  'occurrence.unsign': unsignOccurrence,
  'occurrence.skip': skipOccurrence,
  'occurrence.block': blockOccurrence,
  'occurrence.unblock': unblockOccurrence,
  'occurrence.unstart': unstartOccurrence,
  'occurrence.linkChange': linkChangeToOccurrence,
  'occurrence.unlinkChange': unlinkChangeFromOccurrence,
  'occurrence.move': moveOccurrence,
  'occurrence.assign': assignOccurrence,
  'occurrence.reopen': reopenOccurrence,
  'heartbeat.create': createHeartbeat,
  'heartbeat.edit': editHeartbeat,
  'heartbeat.pause': pauseHeartbeat,
  'heartbeat.resume': resumeHeartbeat,
  'heartbeat.remove': removeHeartbeat,
  'heartbeat.restore': restoreHeartbeat,
  'heartbeat.newKey': renewHeartbeatKey,
  'heartbeat.ping': pingHeartbeat,
  'heartbeat.lapse': lapseHeartbeat,
  'pack.load': loadPack,
} as const;

export type MutatorName = keyof typeof mutators;
/** The arguments of a mutator, by its name. */
export type ArgsOf<Name extends MutatorName> = (typeof mutators)[Name] extends Mutator<infer Args> ? Args : never;

/** The arguments of this mutator whose text does not go into the log. */
export function unloggedOf(name: string): readonly string[] {
  return isMutatorName(name) ? ((mutators[name] as Mutator<unknown>).unlogged ?? []) : [];
}

function isMutatorName(name: string): name is MutatorName {
  return Object.hasOwn(mutators, name);
}

function firstIssue(error: ZodError): string {
  const issue = error.issues[0];
  const path = issue?.path.join('.') ?? '';
  return `${path ? `${path}: ` : ''}${issue?.message ?? 'invalid'}`.slice(0, 500);
}

/** What a caller knows of the arguments that it brings. */
interface Trust {
  /** False where our own code made them in the mutator's shape, and looking again would cost as much as the change. */
  checkArgs?: boolean;
}

async function run<Args>(tx: MutatorTx, definition: Mutator<Args>, args: Args, ctx: MutatorContext): Promise<Outcome> {
  const refusal = await definition.authorize?.(tx, args, ctx.actor);
  if (refusal) return rejected(refusal);
  return definition.apply(tx, args, ctx);
}

/**
 * Checks name, role, arguments and rights, then applies. Give it a `bufferedTx` and keep its writes only when the
 * outcome is `applied`. Throws on a bug alone.
 */
export async function runMutator(
  tx: MutatorTx,
  name: string,
  args: unknown,
  ctx: MutatorContext,
  { checkArgs = true }: Trust = {},
): Promise<Outcome> {
  if (!isMutatorName(name)) return rejected('unknownMutator', { name: name.slice(0, 80) });
  // Each entry is a Mutator of its own arguments; `run` pairs them with what the entry's schema has parsed.
  const definition = mutators[name] as Mutator<unknown>;
  if (!hasRole(ctx.actor, definition.role)) return rejected('forbidden', { needs: definition.role });
  if (!checkArgs) return run(tx, definition, args, ctx);
  const parsed = definition.args.safeParse(args);
  if (!parsed.success) return rejected('invalid', { message: firstIssue(parsed.error) });
  return run(tx, definition, parsed.data, ctx);
}
