import { useStore } from 'zustand';
import { AlarmOverlay } from '../alarms/AlarmOverlay.tsx';
import { parts } from '../parts.ts';
import { useServices } from '../services-context.ts';

const {
  incidentDialogs,
  silenceDialogs,
  heartbeatDialogs,
  backupDialogs,
  followUpDialogs,
  maintenanceDialogs,
  changeDialogs,
  palette,
  help,
} = parts;

/** What may lie over a page. The alarm alone is there from the start: it must not depend on a file. */
export function Covers() {
  const { covers, desk, silences, heartbeats, backups, postMortems, maintenance, changes } = useServices();
  const asksIncident = useStore(desk.store, ({ question }) => Boolean(question));
  const asksSilence = useStore(silences.store, ({ question }) => Boolean(question));
  const asksBackup = useStore(backups.store, ({ question }) => Boolean(question));
  const asksHeartbeat = useStore(heartbeats.store, ({ question }) => Boolean(question));
  const asksFollowUp = useStore(postMortems.store, ({ question }) => Boolean(question));
  const asksMaintenance = useStore(maintenance.store, ({ question }) => Boolean(question));
  const asksChange = useStore(changes.store, ({ question }) => Boolean(question));
  const open = useStore(covers);
  return (
    <>
      {asksIncident && <incidentDialogs.Part />}
      {asksSilence && <silenceDialogs.Part />}
      {asksBackup && <backupDialogs.Part />}
      {asksHeartbeat && <heartbeatDialogs.Part />}
      {asksFollowUp && <followUpDialogs.Part />}
      {asksMaintenance && <maintenanceDialogs.Part />}
      {asksChange && <changeDialogs.Part />}
      {open.palette && <palette.Part />}
      {open.help && <help.Part />}
      <AlarmOverlay />
    </>
  );
}
