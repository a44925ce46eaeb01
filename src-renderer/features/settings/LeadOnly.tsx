import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import styles from './LeadOnly.module.css';

/** Why everything below is grey. */
export function LeadOnly() {
  const { t } = useTranslation();
  const role = useDirectory()?.role;
  return (
    <p className={styles.note}>
      {role === undefined ? t('settings.leadOnlyUnknown') : t('settings.leadOnly', { role: t(`role.${role}`) })}
    </p>
  );
}
