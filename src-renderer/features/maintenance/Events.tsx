import { useTranslation } from 'react-i18next';
import type { Evidence } from '../../../src-shared/model/run.ts';
import type { Directory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useFileTiles } from '../../data/use-file-tiles.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { FileTiles } from '../../ui/FileTiles.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Events.module.css';
import { whenTo } from './when.ts';

/** What was brought with a completion that was taken back, or that another one was earlier than. */
function EventFiles({ label, files }: { label: string; files: readonly Evidence[] }) {
  const tiles = useFileTiles(files.map((file, index) => ({ id: String(index), file })));
  return (
    <div className={styles.files}>
      <FileTiles label={label} files={tiles} />
    </div>
  );
}

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
          // Those of the completion that stands are on the page itself.
          const files = event.kind === 'completed' && event.at !== item.state.completed?.at ? event.files : undefined;
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
              </span>
              {files && <EventFiles label={`${t('evidence.label')} · ${format.moment(event.at, now)}`} files={files} />}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
