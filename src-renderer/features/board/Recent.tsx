import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { entryWords } from '../../data/entry-words.ts';
import { useLive } from '../../data/hooks.ts';
import { useRecentEntries } from '../../data/incident-reads.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { groupRecent } from './group-recent.ts';
import styles from './Recent.module.css';

/** Entries read to fill the few lines shown: neighbours are joined. */
const READ = 80;
const SHOWN = 12;

interface Props {
  directory: Directory;
  incidents: ReadonlyMap<string, Row<'incident'>>;
  /** By number or record id. */
  onShow(address: string): void;
}

/** What happened last, over all incidents; one person's row of changes to one incident is one line. */
export function Recent({ directory, incidents, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const entries = useRecentEntries(READ);
  const groups = useMemo(() => groupRecent(entries ?? []).slice(0, SHOWN), [entries]);
  const missing = useMemo(
    () => [...new Set(groups.map(({ latest }) => latest.incident))].filter((id) => !incidents.has(id)).sort(),
    [groups, incidents],
  );
  const closed = useLive((_, records) => records.many('incident', missing), [missing.join()]);
  const titleOf = (id: string) => incidents.get(id) ?? closed?.find((row) => row?.id === id);

  if (!entries || entries.length === 0) return null;
  const words = { t, format, directory, now };
  return (
    <section>
      <SectionHeading>{t('board.recent')}</SectionHeading>
      <ul className={styles.recent}>
        {groups.map(({ latest, count, id }) => {
          const incident = titleOf(latest.incident);
          const { text, body } = entryWords(latest, words, (other) => titleOf(other)?.doc.title ?? '');
          return (
            <li key={id}>
              <RowButton
                columns="var(--recent)"
                isRuled
                onPress={() => onShow(String(incident?.doc.number ?? latest.incident))}
              >
                <span className={styles.time}>{format.moment(latest.at, now)}</span>
                <span className={styles.text}>
                  <b>{directory.isMe(latest.by) ? t('incident.you') : directory.actor(latest.by)}</b> {text}
                  {body && (
                    <>
                      {' — '}
                      <span className={styles.body}>{body}</span>
                    </>
                  )}
                  {count > 1 && <span className={styles.more}> {t('board.recentMore', { count: count - 1 })}</span>}
                </span>
                <span className={styles.incident}>{incident?.doc.title}</span>
              </RowButton>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
