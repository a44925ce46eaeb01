import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeEvent } from '../../../src-shared/model/change-event.ts';
import { HOUR, SECOND } from '../../../src-shared/time/clock.ts';
import { useList } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { ListNote } from '../../ui/ListNote.tsx';
import { RowButton } from '../../ui/RowButton.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Addresses } from './Addresses.tsx';
import styles from './Alerts.module.css';
import { fits, recentChanges } from './recent-changes.ts';

/** As many as are seen without searching. */
const AT_A_GLANCE = 6;

/** What was done to the service before and during the incident. Nothing at all where its senders tell of no changes. */
export function RecentChanges({ service, openedAt }: { service: string | undefined; openedAt: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const rows = useList('changeEvent', { ref: service ?? '' });
  const [query, setQuery] = useState('');
  const [open, setOpen] = useState<string>();
  if (service === undefined || !rows || rows.length === 0) return null;
  const shown = query.trim() === '' ? recentChanges(rows, openedAt) : rows.filter(({ doc }) => fits(doc, query));
  const newest = shown.toSorted((a, b) => b.doc.at - a.doc.at).slice(0, 50);
  const distance = ({ at }: ChangeEvent) => {
    if (Math.abs(at - openedAt) < SECOND) return t('incident.changes.with');
    return t(at <= openedAt ? 'incident.changes.before' : 'incident.changes.after', {
      time: format.duration(Math.abs(at - openedAt)),
    });
  };
  return (
    <>
      <SectionHeading note={String(rows.length)}>{t('incident.changes.title')}</SectionHeading>
      {rows.length > AT_A_GLANCE && (
        <div className={styles.search}>
          <SearchField label={t('incident.changes.search')} value={query} onChange={setQuery} />
        </div>
      )}
      {newest.length === 0 ? (
        <ListNote>{t('incident.changes.none')}</ListNote>
      ) : (
        <ul className={styles.alerts}>
          {newest.map(({ id, doc }) => (
            <li key={id} className={styles.alert}>
              <RowButton
                columns="14px minmax(0, 1fr) minmax(0, auto) auto"
                isExpanded={open === id}
                onPress={() => setOpen(open === id ? undefined : id)}
              >
                <ChevronRight size={14} className={styles.chevron} aria-hidden />
                <span className={styles.title}>{doc.summary}</span>
                <span className={styles.count}>
                  {Math.abs(doc.at - openedAt) < 48 * HOUR ? distance(doc) : (doc.source ?? '')}
                </span>
                <span className={styles.time}>{format.moment(doc.at, now)}</span>
              </RowButton>
              {open === id && (
                <div className={styles.detail}>
                  <DefinitionList
                    isMono
                    items={[['source', doc.source ?? doc.sender] as const, ...Object.entries(doc.details)].map(
                      ([term, value]) => ({ id: term, term, value }),
                    )}
                  />
                  <Addresses
                    title={t('incident.alert.links')}
                    items={(doc.links ?? []).map(({ href, text }) => ({ address: href, text }))}
                  />
                </div>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
