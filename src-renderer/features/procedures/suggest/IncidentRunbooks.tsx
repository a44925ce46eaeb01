import { Link } from '@tanstack/react-router';
import ExternalLink from 'lucide-react/icons/external-link';
import Pin from 'lucide-react/icons/pin';
import PinOff from 'lucide-react/icons/pin-off';
import Play from 'lucide-react/icons/play';
import { useMemo, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Run } from '../../../../src-shared/model/run.ts';
import { staleSince } from '../../../../src-shared/procedure/review-due.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { useDirectory } from '../../../data/directory.ts';
import { useList, useLive } from '../../../data/hooks.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMachine } from '../../../platform/machine.ts';
import { useMinute } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { useSuggestDesk } from './desk.ts';
import { FindRunbook } from './FindRunbook.tsx';
import { finderOver, type IncidentRunbook, runbooksFor, someAlerts } from './for-incident.ts';
import styles from './IncidentRunbooks.module.css';

/** The runbooks for the alerts of an incident, why each, and the way into the first step. */
export function IncidentRunbooks({ incident }: { incident: string }) {
  const { t } = useTranslation();
  const desk = useSuggestDesk();
  const { procedures } = useData();
  const { bridge } = useMachine();
  const directory = useDirectory();
  const { rows, loaded } = useSyncExternalStore(procedures.subscribe, procedures.getSnapshot);
  const alerts = useLive((db, records) => someAlerts(db, records, incident), [incident]);
  const runs = useList('run', { ref: incident });
  const searching = useStore(desk.store, (state) => state.searching === incident);
  const reading = useMemo(
    () => (loaded && alerts ? runbooksFor(alerts, desk.finder(rows, finderOver)) : undefined),
    [loaded, alerts, desk, rows],
  );
  if (!reading || !directory) return null;
  const mayRespond = directory.may('responder');
  const { found, elsewhere } = reading;
  const [alert = ''] = reading.alerts;
  const setSearching = (on: boolean) => desk.store.setState({ searching: on ? incident : undefined });
  return (
    <section aria-label={t('runbooks.label')}>
      <SectionHeading note={found.length > 0 ? String(found.length) : undefined}>{t('runbooks.label')}</SectionHeading>
      {found.length > 0 && (
        <ul>
          {found.map((one, index) => (
            <Suggested
              key={one.id}
              incident={incident}
              runbook={one}
              run={openRun(runs, one.id)}
              isFirst={index === 0}
              mayRespond={mayRespond}
            />
          ))}
        </ul>
      )}
      {found.length === 0 && (
        <p className={styles.none}>{alert === '' ? t('runbooks.noAlert') : t('runbooks.none', { alert })}</p>
      )}
      {elsewhere.map((url) => (
        <div key={url} className={styles.elsewhere}>
          <Button
            size="small"
            icon={<ExternalLink size={14} aria-hidden />}
            onPress={() => void bridge.call('app.openExternal', { url })}
          >
            {t('runbooks.elsewhere')}
          </Button>
          <span className={styles.address} data-selectable title={url}>
            {url}
          </span>
        </div>
      ))}
      {searching ? (
        <FindRunbook incident={incident} alert={alert} mayRespond={mayRespond} onClose={() => setSearching(false)} />
      ) : (
        <div className={styles.more}>
          <Button size="small" {...(found.length === 0 ? { keys: 'R' } : {})} onPress={() => setSearching(true)}>
            {t('runbooks.search')}
          </Button>
          {mayRespond && alert !== '' && (
            <Link className={styles.write} to="/procedures/new/$alert" params={{ alert }}>
              {t('runbooks.write')}
            </Link>
          )}
        </div>
      )}
    </section>
  );
}

/** The latest run of a runbook for this incident that is not over. */
const openRun = (runs: readonly { id: string; doc: Run }[] | undefined, procedure: string) =>
  runs
    ?.filter(({ doc }) => doc.procedure === procedure && doc.endedAt === undefined)
    .sort((a, b) => b.doc.startedAt - a.doc.startedAt)[0]?.doc;

interface SuggestedProps {
  incident: string;
  runbook: IncidentRunbook;
  run: Run | undefined;
  isFirst: boolean;
  mayRespond: boolean;
}

function Suggested({ incident, runbook, run, isFirst, mayRespond }: SuggestedProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const desk = useSuggestDesk();
  const { procedures } = useData();
  const { id, title, reason, alert } = runbook;
  const doc = procedures.getSnapshot().rows.get(id)?.doc;
  const since = doc && staleSince(doc, now);
  const isPinned = reason === 'alertName';
  return (
    <li className={styles.runbook} data-first={isFirst || undefined}>
      <Link className={styles.title} to="/procedures/$id" params={{ id }}>
        {title}
      </Link>
      <p className={styles.why}>{t(`runbooks.why.${reason}`, { alert })}</p>
      {since !== undefined && <p className={styles.stale}>{t('runbooks.stale', { since: format.shortDate(since) })}</p>}
      <div className={styles.acts}>
        <Button
          size="small"
          variant={isFirst ? 'primary' : 'plain'}
          icon={<Play size={13} aria-hidden />}
          {...(isFirst ? { keys: 'R' } : {})}
          onPress={() => void desk.actions.open(incident, id)}
        >
          {run ? t('runbooks.resume') : t(doc && doc.steps > 0 && mayRespond ? 'runbooks.start' : 'runbooks.read')}
        </Button>
        {doc && doc.steps > 0 && (
          <span className={styles.steps}>
            {run
              ? t('runbooks.runningSince', { time: format.ago(run.startedAt, now) })
              : t('runbooks.steps', { count: doc.steps })}
          </span>
        )}
        {mayRespond && (
          <IconButton
            size="small"
            label={isPinned ? t('runbooks.unpin', { alert }) : t('runbooks.pin', { alert })}
            isOn={isPinned}
            icon={isPinned ? <PinOff size={14} aria-hidden /> : <Pin size={14} aria-hidden />}
            onPress={() => void (isPinned ? desk.actions.unpin(id, alert) : desk.actions.pin(id, alert))}
          />
        )}
      </div>
    </li>
  );
}
