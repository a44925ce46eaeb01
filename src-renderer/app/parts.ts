import { lazyPart } from './lazy-part.tsx';
import { CoverMissing } from './shell/CoverMissing.tsx';
import { ScreenMissing } from './shell/ScreenMissing.tsx';

/** All that is not the board: a cold start reads none of it. */
export const parts = {
  // The first that is read ahead: until then new records make no alarm.
  keptInStep: lazyPart(async () => (await import('./KeptInStep.tsx')).KeptInStep, CoverMissing, 'beside'),
  incident: lazyPart(async () => (await import('../features/incidents/IncidentPage.tsx')).IncidentPage, ScreenMissing),
  incidentChecklist: lazyPart(
    async () => (await import('../features/runs/phases/IncidentChecklist.tsx')).IncidentChecklist,
    ScreenMissing,
  ),
  incidentRunbooks: lazyPart(
    async () => (await import('../features/procedures/suggest/IncidentRunbooks.tsx')).IncidentRunbooks,
    ScreenMissing,
  ),
  incidentDialogs: lazyPart(
    async () => (await import('../features/incidents/IncidentDialogs.tsx')).IncidentDialogs,
    CoverMissing,
  ),
  maintenance: lazyPart(
    async () => (await import('../features/maintenance/MaintenancePage.tsx')).MaintenancePage,
    ScreenMissing,
  ),
  occurrence: lazyPart(
    async () => (await import('../features/maintenance/OccurrencePage.tsx')).OccurrencePage,
    ScreenMissing,
  ),
  plans: lazyPart(async () => (await import('../features/maintenance/plans/PlansPage.tsx')).PlansPage, ScreenMissing),
  plan: lazyPart(async () => (await import('../features/maintenance/plans/PlanPage.tsx')).PlanPage, ScreenMissing),
  maintenanceDialogs: lazyPart(
    async () => (await import('../features/maintenance/MaintenanceDialogs.tsx')).MaintenanceDialogs,
    CoverMissing,
  ),
  lateMaintenance: lazyPart(
    async () => (await import('../features/maintenance/LateCount.tsx')).LateCount,
    CoverMissing,
    'beside',
  ),
  maintenanceStrip: lazyPart(
    async () => (await import('../features/maintenance/BoardStrip.tsx')).BoardStrip,
    CoverMissing,
    'beside',
  ),
  runOccurrence: lazyPart(
    async () => (await import('../features/maintenance/RunOccurrence.tsx')).RunOccurrence,
    CoverMissing,
  ),
  palette: lazyPart(async () => (await import('./palette/Palette.tsx')).Palette, CoverMissing),
  incidents: lazyPart(
    async () => (await import('../features/incidents/IncidentsPage.tsx')).IncidentsPage,
    ScreenMissing,
  ),
  help: lazyPart(async () => (await import('./shell/HelpSheet.tsx')).HelpSheet, CoverMissing),
  postMortems: lazyPart(
    async () => (await import('../features/post-mortems/PostMortemsPage.tsx')).PostMortemsPage,
    ScreenMissing,
  ),
  postMortem: lazyPart(
    async () => (await import('../features/post-mortems/PostMortemPage.tsx')).PostMortemPage,
    ScreenMissing,
  ),
  followUps: lazyPart(
    async () => (await import('../features/post-mortems/FollowUpsPage.tsx')).FollowUpsPage,
    ScreenMissing,
  ),
  followUpDialogs: lazyPart(
    async () => (await import('../features/post-mortems/FollowUpDialogs.tsx')).FollowUpDialogs,
    CoverMissing,
  ),
  incidentAfterwards: lazyPart(
    async () => (await import('../features/post-mortems/IncidentAfterwards.tsx')).IncidentAfterwards,
    CoverMissing,
  ),
  silenceDialogs: lazyPart(
    async () => (await import('../features/silences/SilenceDialogs.tsx')).SilenceDialogs,
    CoverMissing,
  ),
  backups: lazyPart(async () => (await import('../features/backups/BackupsPage.tsx')).BackupsPage, ScreenMissing),
  backup: lazyPart(async () => (await import('../features/backups/BackupPage.tsx')).BackupPage, ScreenMissing),
  backupDialogs: lazyPart(
    async () => (await import('../features/backups/BackupDialogs.tsx')).BackupDialogs,
    CoverMissing,
  ),
  restorePanel: lazyPart(async () => (await import('../features/backups/RestorePanel.tsx')).RestorePanel, CoverMissing),
  restoreStrip: lazyPart(
    async () => (await import('../features/backups/RestoreStrip.tsx')).RestoreStrip,
    CoverMissing,
    'beside',
  ),
  heartbeats: lazyPart(
    async () => (await import('../features/heartbeats/HeartbeatsPage.tsx')).HeartbeatsPage,
    ScreenMissing,
  ),
  heartbeat: lazyPart(
    async () => (await import('../features/heartbeats/HeartbeatPage.tsx')).HeartbeatPage,
    ScreenMissing,
  ),
  heartbeatDialogs: lazyPart(
    async () => (await import('../features/heartbeats/HeartbeatDialogs.tsx')).HeartbeatDialogs,
    CoverMissing,
  ),
  run: lazyPart(async () => (await import('../features/runs/RunPage.tsx')).RunPage, ScreenMissing),
  runs: lazyPart(async () => (await import('../features/runs/RunsPage.tsx')).RunsPage, ScreenMissing),
  changes: lazyPart(async () => (await import('../features/changes/ChangesPage.tsx')).ChangesPage, ScreenMissing),
  change: lazyPart(async () => (await import('../features/changes/ChangePage.tsx')).ChangePage, ScreenMissing),
  changeDialogs: lazyPart(
    async () => (await import('../features/changes/ChangeDialogs.tsx')).ChangeDialogs,
    CoverMissing,
  ),
  changeApprovals: lazyPart(
    async () => (await import('../features/changes/ApprovalStrip.tsx')).ApprovalStrip,
    CoverMissing,
    'beside',
  ),
  incidentChanges: lazyPart(
    async () => (await import('../features/changes/IncidentChanges.tsx')).IncidentChanges,
    CoverMissing,
  ),
  editChange: lazyPart(
    async () => (await import('../features/changes/EditChangePage.tsx')).EditChangePage,
    ScreenMissing,
  ),
  serviceMonitoring: lazyPart(
    async () => (await import('../features/changes/monitoring/MonitoringPage.tsx')).MonitoringPage,
    ScreenMissing,
  ),
  procedureSteps: lazyPart(
    async () => (await import('../features/runs/ProcedureSteps.tsx')).ProcedureSteps,
    CoverMissing,
  ),
  silences: lazyPart(async () => (await import('../features/silences/SilencesPage.tsx')).SilencesPage, ScreenMissing),
  editProcedure: lazyPart(
    async () => (await import('../features/procedures/editor/EditProcedurePage.tsx')).EditProcedurePage,
    ScreenMissing,
  ),
  newProcedure: lazyPart(
    async () => (await import('../features/procedures/editor/NewProcedurePage.tsx')).NewProcedurePage,
    ScreenMissing,
  ),
  settleProcedure: lazyPart(
    async () => (await import('../features/procedures/editor/SettleProcedurePage.tsx')).SettleProcedurePage,
    ScreenMissing,
  ),
  procedures: lazyPart(
    async () => (await import('../features/procedures/library/LibraryPage.tsx')).LibraryPage,
    ScreenMissing,
  ),
  procedure: lazyPart(
    async () => (await import('../features/procedures/page/ProcedurePage.tsx')).ProcedurePage,
    ScreenMissing,
  ),
  procedureHistory: lazyPart(
    async () => (await import('../features/procedures/page/HistoryPage.tsx')).HistoryPage,
    ScreenMissing,
  ),
  coverage: lazyPart(
    async () => (await import('../features/procedures/coverage/CoveragePage.tsx')).CoveragePage,
    ScreenMissing,
  ),
  importRunbooks: lazyPart(
    async () => (await import('../features/procedures/import/ImportPage.tsx')).ImportPage,
    ScreenMissing,
  ),
  review: lazyPart(async () => (await import('../features/review/ReviewPage.tsx')).ReviewPage, ScreenMissing),
  settings: lazyPart(async () => (await import('../features/settings/SettingsPage.tsx')).SettingsPage, ScreenMissing),
  signIn: lazyPart(async () => (await import('../features/sign-in/SignInPage.tsx')).SignInPage, ScreenMissing),
};

/** Rarely opened, and large: read when asked for. */
const SELDOM: ReadonlySet<string> = new Set([
  'importRunbooks',
  'plan',
  'coverage',
  'settings',
  'signIn',
  'editProcedure',
  'newProcedure',
  'settleProcedure',
  'procedureHistory',
  'postMortem',
  'editChange',
  'serviceMonitoring',
]);

/**
 * Reads what stands beside the first page, then what a person opens every day, a part in each idle moment, so that the
 * first key press finds it here.
 */
export async function readAhead(window: Pick<Window, 'requestIdleCallback'>): Promise<void> {
  const all: [string, { load(): Promise<void>; isBeside: boolean }][] = Object.entries(parts);
  await Promise.all(all.map(([, part]) => part.isBeside && part.load()));
  for (const [name, part] of all) {
    if (SELDOM.has(name)) continue;
    await new Promise((resolve) => window.requestIdleCallback(resolve, { timeout: 2_000 }));
    await part.load();
  }
}
