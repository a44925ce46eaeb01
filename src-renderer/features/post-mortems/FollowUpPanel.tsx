import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { rowKeys } from '../../platform/row-keys.ts';
import { ListNote } from '../../ui/ListNote.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { usePostMortemDesk } from './desk.ts';
import { FollowUpAdd } from './FollowUpAdd.tsx';
import { FollowUpRow } from './FollowUpRow.tsx';
import styles from './FollowUps.module.css';
import { useFollowUpsOf } from './use-follow-ups.ts';

/** What an incident left to be done, with a line to add to it. */
export function FollowUpPanel({ incident, directory }: { incident: string; directory: Directory }) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  const rows = useFollowUpsOf(incident);
  const unconfirmed = useUnconfirmedIds('followUp');
  const open = rows?.filter(({ doc }) => doc.status === 'open').length ?? 0;
  const may = directory.may('responder');
  const onKeyDown = rowKeys((key, id) => {
    const row = rows?.find((one) => one.id === id);
    if (key !== 'd' || !may || row?.doc.status !== 'open') return false;
    void actions.end([id], { status: 'done' });
    return true;
  });
  return (
    <section aria-label={t('followUp.heading')}>
      <SectionHeading note={rows && rows.length > 0 ? t('followUp.openOf', { open, total: rows.length }) : undefined}>
        {t('followUp.heading')}
      </SectionHeading>
      {rows && rows.length > 0 && (
        <ul className={styles.list} data-narrow data-own-keys="j k d" onKeyDown={onKeyDown}>
          {rows.map((row) => (
            <FollowUpRow key={row.id} row={row} directory={directory} isWaiting={unconfirmed.has(row.id)} />
          ))}
        </ul>
      )}
      {rows?.length === 0 && <ListNote>{t('followUp.none')}</ListNote>}
      {may && <FollowUpAdd incident={incident} directory={directory} />}
    </section>
  );
}
