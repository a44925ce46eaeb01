import Pin from 'lucide-react/icons/pin';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../../data/DataProvider.tsx';
import type { Hit } from '../../../data/procedure-search.ts';
import { IconButton } from '../../../ui/IconButton.tsx';
import { Marked } from '../../../ui/Marked.tsx';
import { RowButton } from '../../../ui/RowButton.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { useSuggestDesk } from './desk.ts';
import styles from './IncidentRunbooks.module.css';

const MOST = 6;

interface Props {
  incident: string;
  /** The alert that a found runbook is pinned to; empty where there is none. */
  alert: string;
  mayRespond: boolean;
  onClose(): void;
}

/** A runbook looked for by hand: Enter starts the first, and it may be pinned for the next time. */
export function FindRunbook({ incident, alert, mayRespond, onClose }: Props) {
  const { t } = useTranslation();
  const desk = useSuggestDesk();
  const { procedureSearch } = useData();
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<readonly Hit[]>();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  useEffect(() => {
    let current = true;
    void procedureSearch
      .search(query, { limit: MOST, accept: ({ kind, archived }) => kind === 'runbook' && !archived })
      .then((found) => {
        if (current) setHits(query.trim() === '' ? undefined : found);
      });
    return () => {
      current = false;
    };
  }, [procedureSearch, query]);
  const open = (id: string | undefined) => {
    if (id === undefined) return;
    onClose();
    void desk.actions.open(incident, id);
  };
  const leave = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || query !== '') return;
    event.stopPropagation();
    onClose();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape in the empty field below ends the search
    <div className={styles.find} onKeyDown={leave}>
      <SearchField
        ref={field}
        label={t('runbooks.searchLabel')}
        value={query}
        onChange={setQuery}
        onSubmit={() => open(hits?.[0]?.id)}
      />
      {hits?.length === 0 && <p className={styles.none}>{t('runbooks.noHit', { query })}</p>}
      {hits && hits.length > 0 && (
        <ul>
          {hits.map(({ id, title, marks }) => (
            <li key={id} className={styles.hit}>
              <RowButton columns="minmax(0, 1fr)" onPress={() => open(id)}>
                <span className={styles.hitTitle}>
                  <Marked text={title} marks={marks} />
                </span>
              </RowButton>
              {mayRespond && alert !== '' && (
                <IconButton
                  size="small"
                  label={t('runbooks.pin', { alert })}
                  icon={<Pin size={14} aria-hidden />}
                  onPress={() => {
                    onClose();
                    void desk.actions.pin(id, alert);
                  }}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
