import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useData } from '../../../data/DataProvider.tsx';
import type { Hit } from '../../../data/procedure-search.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { Marked } from '../../../ui/Marked.tsx';
import { RowButton } from '../../../ui/RowButton.tsx';
import { SearchField } from '../../../ui/SearchField.tsx';
import { useSuggestDesk } from '../suggest/desk.ts';
import styles from './Coverage.module.css';

const MOST = 8;

/** The runbook that alerts of a name are to open from now on. */
export function PinDialog({ alert, onClose }: { alert: string; onClose(): void }) {
  const { t } = useTranslation();
  const { procedureSearch } = useData();
  const { actions } = useSuggestDesk();
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<readonly Hit[]>([]);
  useEffect(() => {
    let current = true;
    const accept = ({ kind, archived }: { kind: string; archived?: boolean | undefined }) =>
      kind === 'runbook' && !archived;
    void procedureSearch.search(query, { limit: MOST, accept }).then((found) => {
      if (current) setHits(found);
    });
    return () => {
      current = false;
    };
  }, [procedureSearch, query]);
  const pin = (id: string | undefined) => {
    if (id === undefined) return;
    onClose();
    void actions.pin(id, alert);
  };
  return (
    <Dialog title={t('coverage.pinFor', { alert })} closeLabel={t('coverage.close')} onClose={onClose}>
      <div className={styles.pin}>
        <SearchField
          label={t('coverage.findRunbook')}
          value={query}
          onChange={setQuery}
          onSubmit={() => pin(query.trim() === '' ? undefined : hits[0]?.id)}
        />
        {query.trim() !== '' && hits.length === 0 && <p className={styles.why}>{t('coverage.noHit')}</p>}
        <ul>
          {hits.map(({ id, title, marks }) => (
            <li key={id}>
              <RowButton columns="minmax(0, 1fr)" isRuled onPress={() => pin(id)}>
                <span>
                  <Marked text={title} marks={marks} />
                </span>
              </RowButton>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
