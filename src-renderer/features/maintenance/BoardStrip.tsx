import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { waitsForSignature } from './acts.ts';
import styles from './BoardStrip.module.css';
import { dayAt, isLate, isOpen, readDay } from './day-model.ts';
import { StatusMark } from './StatusMark.tsx';
import { useItems } from './use-items.ts';
import { whenOf } from './when.ts';

const SHOWN = 6;

/** On the board: what is late, then what today still asks for, then what waits for one's signature. Nothing where nothing is left. */
export function BoardStrip() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const { zone } = format;
  const day = useMemo(() => dayAt(now, zone), [now, zone]);
  const directory = useDirectory();
  const items = useItems({ ...day, reachingInto: true }, 'all');
  const left = useMemo(() => {
    if (!items) return undefined;
    const { late, timed, anytime } = readDay(items, day, zone, now);
    return [
      ...late,
      ...timed.filter(isOpen),
      ...anytime.filter(isOpen),
      ...(directory?.may('responder') ? items.filter((item) => waitsForSignature(item, directory.me)) : []),
    ];
  }, [items, day, zone, now, directory]);
  if (!left || left.length === 0) return null;
  const when = (item: MaintenanceItem) =>
    item.planned.allDay && !isLate(item)
      ? t('maintenance.anytimeShort')
      : whenOf(item.planned, item.state.at, format, now);
  const shown = left.slice(0, SHOWN).map((item) => ({ item, time: when(item) }));
  // No wider than the longest: the names have the rest.
  const timeWidth = `${Math.max(...shown.map(({ time }) => time.length))}ch`;
  return (
    <section>
      <SectionHeading note={String(left.length)}>{t('maintenance.left')}</SectionHeading>
      <ul>
        {shown.map(({ item, time }) => (
          <li key={item.planned.id}>
            <RowButton
              columns={`${timeWidth} minmax(0, 1fr) auto`}
              onPress={() => void navigate({ to: `/maintenance/${encodeURIComponent(item.planned.id)}` })}
            >
              <time className={styles.time}>{time}</time>
              <span className={styles.title} title={item.plan.doc.title}>
                {item.plan.doc.title}
              </span>
              {isOpen(item) ? (
                <StatusMark status={item.state.status} isLate={item.state.late} />
              ) : (
                <span className={styles.wanted}>{t('maintenance.toSign')}</span>
              )}
            </RowButton>
          </li>
        ))}
      </ul>
      {left.length > SHOWN && (
        <RowButton columns="1fr" onPress={() => void navigate({ to: '/maintenance' })}>
          <span className={styles.more}>{t('maintenance.more', { count: left.length - SHOWN })}</span>
        </RowButton>
      )}
    </section>
  );
}
