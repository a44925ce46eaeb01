import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Events.module.css';
import { whenTo } from './when.ts';

/** What happened to an occurrence, and who did it. */
export function Events({ item, directory }: { item: MaintenanceItem; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { doc } = item;
  if (!doc) return null;
  return (
    <section>
      <SectionHeading>{t('maintenance.history')}</SectionHeading>
      <ol className={styles.events}>
        {doc.events.map((event, index) => {
          const files = event.kind === 'completed' ? (event.files ?? []) : [];
          const reason = 'reason' in event ? event.reason : 'note' in event ? event.note : undefined;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: events are appended and never change
            <li key={index}>
              <time>{format.moment(event.at, now)}</time>
              <span>
                {t(`maintenance.event.${event.kind}${'window' in event && event.window === false ? 'Loud' : ''}`, {
                  by: directory.actor(event.by),
                  to:
                    event.kind === 'moved'
                      ? whenTo(item.planned, event.to, t, format, now)
                      : event.kind === 'assigned'
                        ? (directory.person(event.to ?? undefined)?.name ?? t('maintenance.nobody'))
                        : '',
                })}
                {reason && <q>{reason}</q>}
                {files.length > 0 && <span className={styles.files}>{files.map(({ name }) => name).join(', ')}</span>}
              </span>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
