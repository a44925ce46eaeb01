import { useEffect } from 'react';
import { createAlarmFeed } from './alarms/alarm-feed.ts';
import { traySummary } from './alarms/tray-summary.ts';
import { applicationMenu } from './commands/application-menu.ts';
import type { Services } from './services.ts';
import { useServices } from './services-context.ts';

/**
 * Main's alarm plan, its tray and its application menu follow the records and the language; shows nothing. Until it is
 * read, main keeps the plan of before and a menu of its own.
 */
export function KeptInStep() {
  const services = useServices();
  useEffect(() => keepInStep(services), [services]);
  return null;
}

/** Returns the way to end it. */
function keepInStep({ machine, registry, runner, data, i18n, scheduler, format }: Services): () => void {
  const { bridge } = machine;
  const feed = createAlarmFeed({
    data,
    scheduler,
    zone: () => format.getState().format.zone,
    setPlan: (plan) => void bridge.call('alarms.setPlan', plan),
    setTray: (summary) => void bridge.call('tray.set', summary),
    summarise: (input) => traySummary(input, i18n.t, format.getState().format),
  });
  const setMenu = () => void bridge.call('app.setMenu', applicationMenu(registry, runner.context(), i18n.t));
  setMenu();
  const retell = () => {
    feed.refresh();
    setMenu();
  };
  i18n.on('languageChanged', retell);
  const off = [bridge.on('resumed', feed.refresh), data.me.subscribe(setMenu)];
  return () => {
    for (const end of off) end();
    i18n.off('languageChanged', retell);
    feed.stop();
  };
}
