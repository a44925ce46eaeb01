import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  type RouterHistory,
  redirect,
  useLocation,
} from '@tanstack/react-router';
import { BoardPage } from '../features/board/BoardPage.tsx';
import type { ChangeSlots } from '../features/changes/ChangePage.tsx';
import type { IncidentSlots } from '../features/incidents/IncidentPage.tsx';
import type { RunSlots } from '../features/runs/RunPage.tsx';
import { SECTIONS } from '../features/settings/sections.ts';
import { parts } from './parts.ts';
import { CrashPage } from './shell/CrashPage.tsx';
import { NotFoundPage } from './shell/NotFoundPage.tsx';
import { Shell } from './shell/Shell.tsx';

/** What routes may ask before they open. */
export interface RouteContext {
  /** Whether this laptop has, or may get, a copy to show: a token, or records of before. */
  hasSession(): boolean;
}

const root = createRootRouteWithContext<RouteContext>()();

const signIn = createRoute({ getParentRoute: () => root, path: '/sign-in', component: parts.signIn.Part });

const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: ({ context }) => {
    if (!context.hasSession()) throw redirect({ to: '/sign-in' });
  },
});

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/board' });
  },
});

/** With what features show on it: `Maintenance`, and nothing where nothing is left to do. */
const Board = () => (
  <BoardPage
    slots={{
      Maintenance: parts.maintenanceStrip.Part,
      Restores: parts.restoreStrip.Part,
      Approvals: parts.changeApprovals.Part,
    }}
  />
);

const board = createRoute({ getParentRoute: () => shell, path: '/board', component: Board });

const incidents = createRoute({ getParentRoute: () => shell, path: '/incidents', component: parts.incidents.Part });

/** What features show inside the page of an incident: `Checklist`, `Runbooks`, `Changes`, `Afterwards`. */
const incidentSlots: IncidentSlots = {
  Checklist: parts.incidentChecklist.Part,
  Runbooks: parts.incidentRunbooks.Part,
  Afterwards: parts.incidentAfterwards.Part,
  Changes: parts.incidentChanges.Part,
};

const incident = createRoute({
  getParentRoute: () => shell,
  path: '/incidents/$address',
  component: function OneIncident() {
    const { address } = incident.useParams();
    return <parts.incident.Part key={address} address={address} slots={incidentSlots} />;
  },
});

const procedures = createRoute({ getParentRoute: () => shell, path: '/procedures', component: parts.procedures.Part });

const newProcedure = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/new',
  component: parts.newProcedure.Part,
});

const newRunbook = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/new/$alert',
  component: function NewRunbook() {
    const { alert } = newRunbook.useParams();
    return <parts.newProcedure.Part key={alert} alert={alert} />;
  },
});

const editProcedure = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/$id/edit',
  component: function EditProcedure() {
    const { id } = editProcedure.useParams();
    return <parts.editProcedure.Part key={id} id={id} />;
  },
});

const settleProcedure = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/$id/settle/$change',
  component: function SettleProcedure() {
    const { id, change } = settleProcedure.useParams();
    return <parts.settleProcedure.Part key={change} id={id} change={change} />;
  },
});

const runs = createRoute({ getParentRoute: () => shell, path: '/runs', component: parts.runs.Part });

/** What features show inside the page of a run, the same object each time. */
const runSlots: RunSlots = { Occurrence: parts.runOccurrence.Part, Restore: parts.restorePanel.Part };

const run = createRoute({
  getParentRoute: () => shell,
  path: '/runs/$id',
  component: function OneRun() {
    const { id } = run.useParams();
    return <parts.run.Part key={id} id={id} slots={runSlots} />;
  },
});

const procedure = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/$id',
  component: function OneProcedure() {
    const { id } = procedure.useParams();
    const anchor = useLocation({ select: ({ hash }) => hash });
    return <parts.procedure.Part key={id} id={id} {...(anchor ? { anchor } : {})} />;
  },
});

const procedureHistory = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/$id/history',
  component: function OneHistory() {
    const { id } = procedureHistory.useParams();
    return <parts.procedureHistory.Part key={id} id={id} />;
  },
});

const postMortems = createRoute({
  getParentRoute: () => shell,
  path: '/post-mortems',
  component: parts.postMortems.Part,
});

const followUps = createRoute({
  getParentRoute: () => shell,
  path: '/post-mortems/follow-ups',
  component: parts.followUps.Part,
});

const postMortem = createRoute({
  getParentRoute: () => shell,
  path: '/post-mortems/$incident',
  component: function OnePostMortem() {
    const { incident } = postMortem.useParams();
    return <parts.postMortem.Part key={incident} address={incident} />;
  },
});

const coverage = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/coverage',
  component: parts.coverage.Part,
});

const importRunbooks = createRoute({
  getParentRoute: () => shell,
  path: '/procedures/import',
  component: parts.importRunbooks.Part,
});

const settlePostMortem = createRoute({
  getParentRoute: () => shell,
  path: '/post-mortems/$incident/settle/$change',
  component: function SettlePostMortem() {
    const { incident, change } = settlePostMortem.useParams();
    return <parts.postMortem.Part key={change} address={incident} change={change} />;
  },
});

const maintenance = createRoute({
  getParentRoute: () => shell,
  path: '/maintenance',
  component: parts.maintenance.Part,
});

const plans = createRoute({ getParentRoute: () => shell, path: '/maintenance/plans', component: parts.plans.Part });

const plan = createRoute({
  getParentRoute: () => shell,
  path: '/maintenance/plans/$id',
  component: function OnePlan() {
    const { id } = plan.useParams();
    return <parts.plan.Part key={id} id={id} />;
  },
});

const occurrence = createRoute({
  getParentRoute: () => shell,
  path: '/maintenance/$occurrence',
  component: function OneOccurrence() {
    const { occurrence: id } = occurrence.useParams();
    return <parts.occurrence.Part key={id} id={id} />;
  },
});

const silences = createRoute({ getParentRoute: () => shell, path: '/silences', component: parts.silences.Part });

const backups = createRoute({ getParentRoute: () => shell, path: '/backups', component: parts.backups.Part });

const backup = createRoute({
  getParentRoute: () => shell,
  path: '/backups/$id',
  component: function OneBackup() {
    const { id } = backup.useParams();
    return <parts.backup.Part key={id} id={id} />;
  },
});

const heartbeats = createRoute({ getParentRoute: () => shell, path: '/heartbeats', component: parts.heartbeats.Part });

const heartbeat = createRoute({
  getParentRoute: () => shell,
  path: '/heartbeats/$id',
  component: function OneHeartbeat() {
    const { id } = heartbeat.useParams();
    return <parts.heartbeat.Part key={id} id={id} />;
  },
});

/** What features show inside the pages of changes. */
const changeSlots: ChangeSlots = { Steps: parts.procedureSteps.Part };

const changes = createRoute({ getParentRoute: () => shell, path: '/changes', component: parts.changes.Part });

const newChange = createRoute({
  getParentRoute: () => shell,
  path: '/changes/new',
  component: () => <parts.editChange.Part />,
});

const newChangeOfType = createRoute({
  getParentRoute: () => shell,
  path: '/changes/new/$type',
  component: function NewChangeOfType() {
    const { type } = newChangeOfType.useParams();
    return <parts.editChange.Part key={type} type={type} />;
  },
});

const serviceMonitoring = createRoute({
  getParentRoute: () => shell,
  path: '/changes/monitoring',
  component: () => <parts.serviceMonitoring.Part slots={changeSlots} />,
});

const change = createRoute({
  getParentRoute: () => shell,
  path: '/changes/$id',
  component: function OneChange() {
    const { id } = change.useParams();
    return <parts.change.Part key={id} id={id} slots={changeSlots} />;
  },
});

const editChange = createRoute({
  getParentRoute: () => shell,
  path: '/changes/$id/edit',
  component: function EditChange() {
    const { id } = editChange.useParams();
    return <parts.editChange.Part key={id} id={id} />;
  },
});

const settings = createRoute({
  getParentRoute: () => shell,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/$section', params: { section: SECTIONS[0] } });
  },
});

const settingsSection = createRoute({
  getParentRoute: () => shell,
  path: '/settings/$section',
  component: function Section() {
    const { section } = settingsSection.useParams();
    return <parts.settings.Part section={section} />;
  },
});

const review = createRoute({ getParentRoute: () => shell, path: '/review', component: parts.review.Part });

/** Inside the shell, so that a wrong link still leaves a way on. */
const nowhere = createRoute({ getParentRoute: () => shell, path: '/$', component: NotFoundPage });

const tree = root.addChildren([
  home,
  signIn,
  shell.addChildren([
    board,
    incidents,
    incident,
    procedures,
    procedure,
    procedureHistory,
    newProcedure,
    newRunbook,
    editProcedure,
    settleProcedure,
    runs,
    run,
    postMortems,
    followUps,
    postMortem,
    settlePostMortem,
    importRunbooks,
    coverage,
    maintenance,
    plans,
    plan,
    occurrence,
    silences,
    changes,
    newChange,
    newChangeOfType,
    serviceMonitoring,
    change,
    editChange,
    backups,
    backup,
    heartbeats,
    heartbeat,
    settings,
    settingsSection,
    review,
    nowhere,
  ]),
]);

export function createConsoleRouter(context: RouteContext, history: RouterHistory = createHashHistory()) {
  return createRouter({
    routeTree: tree,
    history,
    context,
    defaultErrorComponent: CrashPage,
    defaultNotFoundComponent: NotFoundPage,
  });
}

export type ConsoleRouter = ReturnType<typeof createConsoleRouter>;
