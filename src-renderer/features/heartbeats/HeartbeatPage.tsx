import { Link, useNavigate } from '@tanstack/react-router';
import Ellipsis from 'lucide-react/icons/ellipsis';
import HeartPulse from 'lucide-react/icons/heart-pulse';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { HEARTBEAT_SENDER } from '../../../src-shared/heartbeat/alert.ts';
import { isOwnUnheard, stateAt } from '../../../src-shared/heartbeat/state.ts';
import { alertIdOf } from '../../../src-shared/intake/keys.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useAsOf } from '../../data/as-of.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useLive, useRecord, useUnconfirmedIds } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { Addresses } from './Addresses.tsx';
import { useHeartbeatDesk } from './desk.ts';
import { HeartbeatDetails } from './HeartbeatDetails.tsx';
import { HeartbeatMark } from './HeartbeatMark.tsx';
import styles from './HeartbeatPage.module.css';
import { PingLog } from './PingLog.tsx';
import { Stale } from './Stale.tsx';
import { SureDialog } from './SureDialog.tsx';
import { usePings } from './use-pings.ts';

/** One job: how it stands, what it said, and how it says it. */
export function HeartbeatPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const directory = useDirectory();
  const row = useRecord('heartbeat', id);
  usePageHeading({
    title: row?.doc.name ?? t('heartbeats.one'),
    parent: { label: t('place.heartbeats'), path: '/heartbeats' },
  });
  if (row === undefined || !directory) return <Skeleton lines={10} label={t('heartbeats.loading')} />;
  if (row === null) {
    return (
      <EmptyState
        icon={<HeartPulse size={28} strokeWidth={1.4} aria-hidden />}
        title={t('heartbeats.notFound')}
        actions={<Button onPress={() => void navigate({ to: '/heartbeats' })}>{t('heartbeats.toList')}</Button>}
      >
        {t('heartbeats.notFoundWhy')}
      </EmptyState>
    );
  }
  return <OneHeartbeat row={row} directory={directory} />;
}

/** The incident that it is in, open or not. */
function useIncident(id: string) {
  return useLive(
    async (_, records) => {
      const alert = await records.get('alert', alertIdOf(HEARTBEAT_SENDER, id));
      return alert?.doc.incident === undefined ? undefined : records.get('incident', alert.doc.incident);
    },
    [id],
  );
}

function OneHeartbeat({ row: { id, doc }, directory }: { row: Row<'heartbeat'>; directory: Directory }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const format = useFormat();
  const now = useMinute();
  const desk = useHeartbeatDesk();
  const { read } = useAsOf();
  const view = useTimed((at) => stateAt(doc, read(at)));
  const pings = usePings(id);
  const incident = useIncident(id);
  const isWaiting = useUnconfirmedIds('heartbeat').has(id);
  const [asked, setAsked] = useState<'renew' | 'remove'>();
  const may = directory.may('responder');
  const isLead = directory.may('lead');
  const isMine = directory.me !== undefined && isOwnUnheard(doc, { kind: 'person', id: personId(directory.me) });
  // One that goes on past a start is paused no more once that start has fallen, written down or not.
  const isPaused = doc.pausedAt !== undefined && view.state !== 'down';
  const facts = [
    view.state === 'down' &&
      view.downAt !== undefined &&
      t('heartbeats.downSince', { time: format.momentSince(view.downAt, now) }),
    view.state === 'down' && view.why && t(`heartbeats.why.${view.why}`),
    view.startedAt !== undefined && t('heartbeats.startedAt', { when: format.momentOn(view.startedAt, now) }),
    isPaused && t('heartbeats.pausedAt', { time: format.momentSince(doc.pausedAt ?? 0, now) }),
    view.state === 'new' && t('heartbeats.newWhy'),
  ].filter(Boolean);
  return (
    <AsidePage isWide aside={<HeartbeatDetails id={id} heartbeat={doc} view={view} directory={directory} />}>
      <div className={styles.lead}>
        <Stale />
        <header className={styles.heading}>
          <div className={styles.title}>
            <h2 className={styles.name} dir="auto">
              {doc.name}
            </h2>
            <HeartbeatMark state={view.state} />
            {isWaiting && <WaitingMark why={t('heartbeats.waitingWhy')}>{t('heartbeats.waiting')}</WaitingMark>}
          </div>
          <p className={styles.facts}>
            {facts.join(' · ')}
            {incident && incident.doc.status !== 'closed' && (
              <>
                {facts.length > 0 && ' · '}
                <Link to={`/incidents/${incident.doc.number ?? incident.id}`} className={styles.link}>
                  {incident.doc.priority} {nameOf(incident.doc)}
                </Link>
              </>
            )}
          </p>
          <div className={styles.acts}>
            <Button
              isDisabled={!may}
              reason={may ? undefined : t('incident.why.viewer')}
              onPress={() => desk.ask({ kind: 'edit', id, doc })}
            >
              {t('heartbeats.edit')}
            </Button>
            <Button
              isDisabled={!may}
              onPress={() => void (isPaused ? desk.actions.resume(id) : desk.actions.pause(id))}
            >
              {t(isPaused ? 'heartbeats.resume' : 'heartbeats.pause')}
            </Button>
            <MenuButton
              label={<Ellipsis size={14} aria-hidden />}
              aria-label={t('heartbeats.actions')}
              items={[
                { id: 'renew', label: t('heartbeats.renew'), isDisabled: !isLead },
                { id: 'remove', label: t('heartbeats.remove'), isDisabled: !isLead && !(may && isMine) },
              ]}
              onAction={(action) => setAsked(action === 'renew' ? 'renew' : 'remove')}
            />
          </div>
        </header>
        <Addresses heartbeat={doc} />
        <PingLog pings={pings} />
      </div>
      {asked && (
        <SureDialog
          what={asked}
          name={doc.name}
          onClose={() => setAsked(undefined)}
          onConfirm={async () => {
            setAsked(undefined);
            if (asked === 'renew') await desk.actions.renew(id);
            else if (await desk.actions.remove(id)) void navigate({ to: '/heartbeats' });
          }}
        />
      )}
    </AsidePage>
  );
}
