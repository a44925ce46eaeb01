import { QueryClient } from '@tanstack/react-query';
import type { i18n } from 'i18next';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import { type Scheduler, schedulerOn, systemClock } from '../../src-shared/time/clock.ts';
import { createData } from '../data/create-data.ts';
import type { Data } from '../data/data.ts';
import { mayAct } from '../data/directory.ts';
import type { FeatureServices } from '../data/feature-services.ts';
import { createBackupFeature } from '../features/backups/assemble.ts';
import type { BackupDesk } from '../features/backups/desk.ts';
import { createChangeFeature } from '../features/changes/assemble.ts';
import type { ChangeDesk } from '../features/changes/desk.ts';
import { createHeartbeatFeature } from '../features/heartbeats/assemble.ts';
import type { HeartbeatDesk } from '../features/heartbeats/desk.ts';
import { createIncidentFeature } from '../features/incidents/assemble.ts';
import type { IncidentDesk } from '../features/incidents/desk.ts';
import { createMaintenanceFeature } from '../features/maintenance/assemble.ts';
import type { MaintenanceDesk } from '../features/maintenance/desk.ts';
import { createPostMortemFeature } from '../features/post-mortems/assemble.ts';
import type { PostMortemDesk } from '../features/post-mortems/desk.ts';
import { createLibraryFeature } from '../features/procedures/library/assemble.ts';
import type { LibraryDesk } from '../features/procedures/library/desk.ts';
import { createProcedurePage } from '../features/procedures/page/assemble.ts';
import type { ProcedureDesk } from '../features/procedures/page/desk.ts';
import { createSuggestFeature } from '../features/procedures/suggest/assemble.ts';
import type { SuggestDesk } from '../features/procedures/suggest/desk.ts';
import { createRunFeature } from '../features/runs/assemble.ts';
import type { RunDesk } from '../features/runs/desk.ts';
import { createSilenceFeature } from '../features/silences/assemble.ts';
import type { SilenceDesk } from '../features/silences/desk.ts';
import { createClientLog, logPageErrors } from '../platform/client-log.ts';
import { createFormat, type Format } from '../platform/format.ts';
import type { Machine } from '../platform/machine.ts';
import { createNotices, type Notices } from '../platform/notices.ts';
import { browserPage, createTicker, type Ticker } from '../platform/now.ts';
import { createPageClock } from '../platform/page-clock.ts';
import { createPageHeading, type PageHeadingStore } from '../platform/page-heading.ts';
import { createPreferences, type PreferencesKeeper } from '../platform/preferences.ts';
import { createUndoStack, type UndoStack } from '../platform/undo.ts';
import { type AlarmBell, createAlarmBell, createSound } from './alarms/alarm-bell.ts';
import { createAppCommands } from './commands/app-commands.ts';
import { type CommandRegistry, createCommandRegistry } from './commands/command-registry.ts';
import { toggleDuty } from './duty.ts';
import { createI18n, languageOf } from './i18n.ts';
import { type ConsoleRouter, createConsoleRouter } from './router.tsx';
import { createRunner, type Runner } from './runner.ts';
import { createTheme } from './theme.ts';

/** Which of the console's own covers is open. */
interface Covers {
  palette: boolean;
  help: boolean;
}

/** Everything the page is made of, made once. */
export interface Services {
  machine: Machine;
  preferences: PreferencesKeeper;
  i18n: i18n;
  format: StoreApi<{ format: Format }>;
  data: Data;
  ticker: Ticker;
  scheduler: Scheduler;
  undo: UndoStack;
  notices: Notices;
  heading: PageHeadingStore;
  covers: StoreApi<Covers>;
  registry: CommandRegistry;
  runner: Runner;
  router: ConsoleRouter;
  queries: QueryClient;
  desk: IncidentDesk;
  silences: SilenceDesk;
  heartbeats: HeartbeatDesk;
  backups: BackupDesk;
  procedures: ProcedureDesk;
  suggestions: SuggestDesk;
  library: LibraryDesk;
  runs: RunDesk;
  postMortems: PostMortemDesk;
  changes: ChangeDesk;
  maintenance: MaintenanceDesk;
  alarms: AlarmBell;
  /** Resolved when the first page is drawn: what it does not need waits for that. */
  shown: PromiseWithResolvers<void>;
  /** Takes back one thing, the latest when none is named, and says so. */
  undoOne(id?: number): Promise<void>;
}

/** The composition root of the page: makes the parts and joins them. Answers once the records can be read. */
export async function createServices(bridge: Bridge, window: Window): Promise<Services> {
  const log = createClientLog(bridge);
  logPageErrors(log, window);
  const [info, preferred, connected, clock] = await Promise.all([
    bridge.call('app.info'),
    bridge.call('preferences.get'),
    bridge.call('connection.get'),
    createPageClock({ bridge, wall: systemClock, awake: () => window.performance.now() }),
  ]);
  const machine: Machine = {
    bridge,
    info,
    connection: createStore(() => connected),
    quiet: createStore<{ until: number | null }>(() => ({ until: null })),
  };
  const preferences = createPreferences(bridge, preferred);
  const theme = createTheme(window.document.documentElement, window);
  theme.apply(preferred);
  const language = () => languageOf(preferences.store.getState().language, info.locale);
  const format = createStore(() => ({ format: createFormat({ language: language() }) }));
  const root = window.document.documentElement;
  root.lang = language();

  const scheduler = schedulerOn(window);
  bridge.on('resumed', clock.refresh);
  const shown = Promise.withResolvers<void>();
  const [data, i18n] = await Promise.all([
    createData({ bridge, connection: connected, clock, scheduler, log, shown: shown.promise }),
    createI18n(language()),
  ]);
  preferences.store.subscribe((next, before) => {
    theme.apply(next);
    if (next.language === before.language) return;
    root.lang = language();
    format.setState({ format: createFormat({ language: language() }) });
    void i18n.changeLanguage(language());
  });
  const ticker = createTicker({ clock: data, page: browserPage(window.document, window) });
  const undo = createUndoStack();
  const notices = createNotices();
  const covers = createStore<Covers>(() => ({ palette: false, help: false }));
  const router = createConsoleRouter({
    hasSession: () => machine.connection.getState().token !== undefined || data.me.getSnapshot() !== null,
  });
  const go = (path: string) => void router.history.push(path);
  const words = () => format.getState().format;
  const mayChangeDuty = () => mayAct(data.me.getSnapshot(), 'responder');

  const undoOne = async (id?: number) => {
    const entry = await undo.undo(id);
    notices.tell(
      entry
        ? { tone: 'info', text: i18n.t('undo.done', { label: entry.label }) }
        : { tone: 'info', text: i18n.t('undo.nothing') },
    );
  };
  const services: FeatureServices = { data, undo, notices, i18n, format: words, go };
  const incidents = createIncidentFeature({ ...services, bridge });
  const silences = createSilenceFeature(services);
  const heartbeats = createHeartbeatFeature(services);
  const backups = createBackupFeature(services);
  const procedures = createProcedurePage(services);
  const postMortems = createPostMortemFeature(services);
  const changes = createChangeFeature(services);
  const maintenance = createMaintenanceFeature(services);
  const library = createLibraryFeature(services);
  const suggestions = createSuggestFeature(services);
  const runs = createRunFeature(services);
  const registry = createCommandRegistry([
    ...incidents.commands,
    ...silences.commands,
    ...heartbeats.commands,
    ...backups.commands,
    ...procedures.commands,
    ...suggestions.commands,
    ...library.commands,
    ...postMortems.commands,
    ...changes.commands,
    ...maintenance.commands,
    ...createAppCommands({
      bridge,
      i18n,
      go,
      openPalette: () => covers.setState({ palette: true, help: false }),
      openHelp: () => covers.setState({ palette: false, help: true }),
      undoLast: () => void undoOne(),
      toggleDuty: () => void toggleDuty({ data, notices, undo, i18n, format: words }),
      mayChangeDuty,
      reviewCount: () => data.status.getSnapshot().review,
      syncNow: data.syncNow,
      quietUntil: () => {
        const { until } = machine.quiet.getState();
        return until !== null && until > data.now() ? until : null;
      },
      preferences: preferences.store.getState,
      setPreferences: (patch) =>
        void preferences.set(patch).catch(() => notices.tell({ tone: 'refused', text: i18n.t('settings.notKept') })),
      systemIsDark: () => window.matchMedia('(prefers-color-scheme: dark)').matches,
    }),
  ]);
  const runner = createRunner({
    registry,
    place: () => router.state.location.pathname,
    failed: (_id, failure) =>
      notices.tell({ tone: 'refused', text: i18n.t('error.unexpected', { message: String(failure) }) }),
  });

  const alarms = createAlarmBell({
    bridge,
    sound: createSound('/sound/alarm.wav'),
    soundIsOn: () => preferences.store.getState().sound,
    clockOffset: () => data.status.getSnapshot().clockOffset,
    acknowledgeIncident: (id) => incidents.desk.actions.acknowledge([id]),
    answerCall: (id) => incidents.desk.actions.answer([id]),
    go,
  });

  return {
    machine,
    preferences,
    i18n,
    format,
    data,
    ticker,
    scheduler,
    undo,
    notices,
    heading: createPageHeading(),
    covers,
    registry,
    runner,
    router,
    queries: new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 10_000 } } }),
    desk: incidents.desk,
    silences: silences.desk,
    heartbeats: heartbeats.desk,
    backups: backups.desk,
    procedures: procedures.desk,
    suggestions: suggestions.desk,
    library: library.desk,
    runs: runs.desk,
    postMortems: postMortems.desk,
    changes: changes.desk,
    maintenance: maintenance.desk,
    alarms,
    shown,
    undoOne,
  };
}
