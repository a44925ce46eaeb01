import WifiOff from 'lucide-react/icons/wifi-off';
import { useTranslation } from 'react-i18next';
import { useAsOf } from '../../data/as-of.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Callout } from '../../ui/Callout.tsx';
import styles from './Backups.module.css';

/** That the register is of then: jobs tell the server, and this laptop has not heard of it since. */
export function StaleRegister() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { staleSince } = useAsOf();
  if (staleSince === undefined) return null;
  return (
    <div className={styles.notice}>
      <Callout tone="warn" icon={<WifiOff size={14} strokeWidth={1.8} />}>
        {t('backups.stale', { time: format.moment(staleSince, now) })}
      </Callout>
    </div>
  );
}
