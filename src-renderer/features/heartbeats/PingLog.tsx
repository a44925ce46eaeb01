import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PingKind } from '../../../src-shared/model/heartbeat.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useFormat } from '../../platform/format.ts';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';
import styles from './HeartbeatPage.module.css';

const LOOKS: Record<PingKind, Pick<StateMarkProps, 'shape' | 'tone'>> = {
  success: { shape: 'full', tone: 'ok' },
  start: { shape: 'half', tone: 'busy' },
  fail: { shape: 'square', tone: 'failed' },
  log: { shape: 'hollow', tone: 'off' },
};

/** What it said, newest first; what it said it with opens beneath. */
export function PingLog({ pings }: { pings: readonly Row<'ping'>[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!pings) return <Skeleton lines={5} label={t('heartbeats.loading')} />;
  return (
    <section aria-label={t('heartbeats.log')}>
      <SectionHeading note={pings.length > 0 ? t('heartbeats.logCount', { count: pings.length }) : undefined}>
        {t('heartbeats.log')}
      </SectionHeading>
      {pings.length === 0 ? (
        <p className={styles.nothing}>{t('heartbeats.logEmpty')}</p>
      ) : (
        <ol>
          {pings.map((row, index) => {
            const before = pings[index - 1];
            const isNewDay = !before || !format.sameDay(before.doc.at, row.doc.at);
            return (
              <li key={`${row.id}/${row.doc.n}`}>
                {isNewDay && <p className={styles.day}>{format.day(row.doc.at)}</p>}
                <PingLine ping={row.doc} />
              </li>
            );
          })}
        </ol>
      )}
    </section>
  );
}

function PingLine({ ping }: { ping: Row<'ping'>['doc'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const { kind, exitCode, at, took, body, remote, agent, method, rid, ignored } = ping;
  const facts = [
    exitCode !== undefined && t('heartbeats.exitCode', { code: exitCode }),
    took !== undefined && format.duration(took),
    ignored && t('heartbeats.ignored'),
    method,
    remote,
    agent,
  ].filter(Boolean);
  const line = (
    <>
      <span className={styles.at} title={format.full(at)}>
        {format.timeWithSeconds(at)}
      </span>
      <StateMark {...LOOKS[kind]}>{t(`heartbeats.ping.${kind}`)}</StateMark>
      <span className={styles.said} title={rid === undefined ? undefined : `rid ${rid}`}>
        {facts.join(' · ')}
      </span>
    </>
  );
  if (body === undefined || body === '') return <div className={styles.ping}>{line}</div>;
  return (
    <>
      <button
        type="button"
        className={styles.ping}
        data-open={isOpen || undefined}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {line}
        <span className={styles.excerpt}>{body.trim().split('\n').at(-1)}</span>
        <ChevronRight size={14} className={styles.chevron} aria-hidden />
      </button>
      {isOpen && (
        <div className={styles.body}>
          <CodeBlock label={t('heartbeats.body', { time: format.timeWithSeconds(at) })}>{body}</CodeBlock>
        </div>
      )}
    </>
  );
}
