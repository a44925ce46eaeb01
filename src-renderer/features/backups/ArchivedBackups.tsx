import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Backup } from '../../../src-shared/model/backup.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Backups.module.css';
import { useBackupDesk } from './desk.ts';

/** What was taken off the register, and can be put back. Nothing where nothing was. */
export function ArchivedBackups({ rows, isLead }: { rows: readonly { id: string; doc: Backup }[]; isLead: boolean }) {
  const { t } = useTranslation();
  const { actions } = useBackupDesk();
  if (rows.length === 0) return null;
  return (
    <section aria-label={t('backups.archived')}>
      <SectionHeading>{t('backups.archived')}</SectionHeading>
      <ul className={styles.archived}>
        {rows.map(({ id, doc }) => (
          <li key={id} className={styles.gone}>
            <Link to="/backups/$id" params={{ id }} className={styles.name} dir="auto">
              {doc.title}
            </Link>
            <Button
              size="small"
              variant="quiet"
              isDisabled={!isLead}
              aria-label={t('backups.putBackOne', { title: doc.title })}
              onPress={() => void actions.restore(id, doc)}
            >
              {t('backups.putBack')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
