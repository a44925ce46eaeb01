import BellOff from 'lucide-react/icons/bell-off';
import ChevronRight from 'lucide-react/icons/chevron-right';
import ExternalLink from 'lucide-react/icons/external-link';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Alert } from '../../../src-shared/model/alert.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { ListNote } from '../../ui/ListNote.tsx';
import { RowButton } from '../../ui/RowButton.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Addresses } from './Addresses.tsx';
import styles from './Alerts.module.css';
import { webAddress } from './web-address.ts';

/** The alerts of an incident, firing ones first; each opens to what its sender wrote. */
export function Alerts({ rows }: { rows: readonly Row<'alert'>[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const [open, setOpen] = useState<ReadonlySet<string>>(new Set());
  if (!rows) return <Skeleton lines={2} label={t('incident.loading')} />;
  if (rows.length === 0) return <ListNote>{t('incident.alertsEmpty')}</ListNote>;
  const sorted = rows.toSorted(
    (a, b) => a.doc.status.localeCompare(b.doc.status) || b.doc.lastReceivedAt - a.doc.lastReceivedAt,
  );
  const toggle = (id: string) => {
    const next = new Set(open);
    if (!next.delete(id)) next.add(id);
    setOpen(next);
  };
  return (
    <ul className={styles.alerts}>
      {sorted.map(({ id, doc }) => (
        <li key={id} className={styles.alert} data-status={doc.status}>
          <RowButton
            columns="14px 60px minmax(0, 3fr) minmax(0, 2fr) minmax(0, 112px) auto"
            isExpanded={open.has(id)}
            onPress={() => toggle(id)}
          >
            <ChevronRight size={14} className={styles.chevron} aria-hidden />
            <span className={styles.state}>{t(`incident.alertStatus.${doc.status}`)}</span>
            <span className={styles.title}>{doc.title}</span>
            <span className={styles.labels}>{summary(doc)}</span>
            <span className={styles.count}>
              {doc.firings > 1 && t('incident.alert.firings', { count: doc.firings })}
            </span>
            <span className={styles.time}>{format.moment(doc.startsAt, now)}</span>
          </RowButton>
          {open.has(id) && <AlertDetail id={id} alert={doc} />}
        </li>
      ))}
    </ul>
  );
}

const FIRST: readonly string[] = ['instance', 'job', 'severity'];

function summary({ labels }: Alert): string {
  const entries = Object.entries(labels).filter(([key]) => key !== 'alertname');
  const rank = (key: string) => (FIRST.includes(key) ? FIRST.indexOf(key) : FIRST.length);
  return entries
    .sort(([a], [b]) => rank(a) - rank(b))
    .slice(0, 3)
    .map(([key, value]) => `${key}=${value}`)
    .join('  ');
}

/** JSON laid out for reading; text that is none stays as it came. */
function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function AlertDetail({ id, alert }: { id: string; alert: Alert }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useMachine();
  const runner = useCommandRunner();
  const address = alert.sourceUrl === undefined ? undefined : webAddress(alert.sourceUrl);
  return (
    <div className={styles.detail}>
      {alert.summary && (
        <p className={styles.summary} data-selectable>
          {alert.summary}
        </p>
      )}
      <DefinitionList
        items={[
          {
            id: 'sender',
            term: t('incident.alert.sender'),
            value: `${alert.sender} · ${t('incident.alert.lastReceived', { time: format.full(alert.lastReceivedAt) })}`,
          },
          {
            id: 'since',
            term: t('incident.alert.since'),
            value: [alert.startsAt, alert.endsAt]
              .flatMap((at) => at ?? [])
              .map(format.full)
              .join(' – '),
          },
          {
            id: 'key',
            term: t('incident.alert.key'),
            value: <span className={styles.mono}>{alert.dedupKey}</span>,
          },
        ]}
      />
      <Pairs title={t('incident.alert.labels')} pairs={alert.labels} />
      <Pairs title={t('incident.alert.annotations')} pairs={alert.annotations} />
      <Addresses
        title={t('incident.alert.links')}
        items={(alert.links ?? []).map(({ href, text }) => ({ address: href, text }))}
      />
      <Addresses
        title={t('incident.alert.images')}
        items={(alert.images ?? []).flatMap(({ src, alt, href }) => [
          { address: src, text: alt },
          ...(href === undefined ? [] : [{ address: href, text: undefined }]),
        ])}
      />
      {alert.extra && (
        <>
          <h3 className={styles.heading}>{t('incident.alert.unknown')}</h3>
          <CodeBlock label={t('incident.alert.unknown')}>{pretty(alert.extra)}</CodeBlock>
        </>
      )}
      {alert.status === 'firing' && (
        <div className={styles.source}>
          <Button
            size="small"
            icon={<BellOff size={14} aria-hidden />}
            onPress={() => runner.run('incident.silence', { alert: id })}
          >
            {t('incident.alert.silence')}
          </Button>
        </div>
      )}
      {address !== undefined && (
        <div className={styles.source}>
          <Button
            size="small"
            icon={<ExternalLink size={14} aria-hidden />}
            onPress={() => void bridge.call('app.openExternal', { url: address })}
          >
            {t('incident.alert.source')}
          </Button>
          <span className={styles.mono} data-selectable>
            {address}
          </span>
        </div>
      )}
      {alert.sourceUrl !== undefined && address === undefined && (
        <p className={styles.refused}>{t('incident.alert.sourceRefused', { url: alert.sourceUrl })}</p>
      )}
    </div>
  );
}

function Pairs({ title, pairs }: { title: string; pairs: Record<string, string> }) {
  const entries = Object.entries(pairs);
  if (entries.length === 0) return null;
  return (
    <>
      <h3 className={styles.heading}>{title}</h3>
      <DefinitionList isMono items={entries.map(([key, value]) => ({ id: key, term: key, value }))} />
    </>
  );
}
