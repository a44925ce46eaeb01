import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import { I18nextProvider } from 'react-i18next';
import { useStore } from 'zustand';
import { DataProvider } from '../data/DataProvider.tsx';
import { BackupDeskContext } from '../features/backups/desk.ts';
import { ChangeDeskContext } from '../features/changes/desk.ts';
import { HeartbeatDeskContext } from '../features/heartbeats/desk.ts';
import { IncidentDeskContext } from '../features/incidents/desk.ts';
import { MaintenanceDeskContext } from '../features/maintenance/desk.ts';
import { PostMortemDeskContext } from '../features/post-mortems/desk.ts';
import { LibraryDeskContext } from '../features/procedures/library/desk.ts';
import { ProcedureDeskContext } from '../features/procedures/page/desk.ts';
import { SuggestDeskContext } from '../features/procedures/suggest/desk.ts';
import { RunDeskContext } from '../features/runs/desk.ts';
import { SilenceDeskContext } from '../features/silences/desk.ts';
import { CommandRunnerContext } from '../platform/command-runner.ts';
import { FormatContext } from '../platform/format.ts';
import { MachineContext } from '../platform/machine.ts';
import { NoticesContext } from '../platform/notices.ts';
import { TickerContext } from '../platform/now.ts';
import { PageHeadingContext } from '../platform/page-heading.ts';
import { PreferencesContext } from '../platform/preferences.ts';
import { createServerApi, ServerApiContext } from '../platform/server-api.ts';
import { UndoContext } from '../platform/undo.ts';
import { pageReach } from '../platform/unreachable.ts';
import { MarkdownContext } from '../ui/markdown/surroundings.ts';
import { createConsoleMarkdown } from './console-markdown.ts';
import type { Services } from './services.ts';
import { ServicesContext } from './services-context.ts';

export function Providers({ services, children }: { services: Services; children: ReactNode }) {
  const format = useStore(services.format, (state) => state.format);
  const { server, token } = useStore(services.machine.connection);
  const api = useMemo(
    () =>
      server === undefined ? null : createServerApi({ ...pageReach(services.machine.bridge, window), server, token }),
    [services, server, token],
  );
  const markdown = useMemo(
    () =>
      createConsoleMarkdown({
        bridge: services.machine.bridge,
        notices: services.notices,
        t: services.i18n.getFixedT(format.language),
      }),
    [services, format.language],
  );
  return (
    <ServicesContext value={services}>
      <I18nextProvider i18n={services.i18n}>
        <I18nProvider locale={format.language === 'fr' ? 'fr-FR' : 'en-GB'}>
          <MachineContext value={services.machine}>
            <PreferencesContext value={services.preferences}>
              <FormatContext value={format}>
                <TickerContext value={services.ticker}>
                  <UndoContext value={services.undo}>
                    <NoticesContext value={services.notices}>
                      <PageHeadingContext value={services.heading}>
                        <CommandRunnerContext value={services.runner}>
                          <QueryClientProvider client={services.queries}>
                            <ServerApiContext value={api}>
                              <DataProvider data={services.data}>
                                <IncidentDeskContext value={services.desk}>
                                  <SilenceDeskContext value={services.silences}>
                                    <HeartbeatDeskContext value={services.heartbeats}>
                                      <BackupDeskContext value={services.backups}>
                                        <RunDeskContext value={services.runs}>
                                          <MarkdownContext value={markdown}>
                                            <ProcedureDeskContext value={services.procedures}>
                                              <SuggestDeskContext value={services.suggestions}>
                                                <LibraryDeskContext value={services.library}>
                                                  <PostMortemDeskContext value={services.postMortems}>
                                                    <ChangeDeskContext value={services.changes}>
                                                      <MaintenanceDeskContext value={services.maintenance}>
                                                        {children}
                                                      </MaintenanceDeskContext>
                                                    </ChangeDeskContext>
                                                  </PostMortemDeskContext>
                                                </LibraryDeskContext>
                                              </SuggestDeskContext>
                                            </ProcedureDeskContext>
                                          </MarkdownContext>
                                        </RunDeskContext>
                                      </BackupDeskContext>
                                    </HeartbeatDeskContext>
                                  </SilenceDeskContext>
                                </IncidentDeskContext>
                              </DataProvider>
                            </ServerApiContext>
                          </QueryClientProvider>
                        </CommandRunnerContext>
                      </PageHeadingContext>
                    </NoticesContext>
                  </UndoContext>
                </TickerContext>
              </FormatContext>
            </PreferencesContext>
          </MachineContext>
        </I18nProvider>
      </I18nextProvider>
    </ServicesContext>
  );
}
