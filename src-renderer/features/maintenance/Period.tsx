import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './Maintenance.module.css';

interface Props {
  title: string;
  /** An instant in the period before, and in the one after. */
  before: Instant;
  after: Instant;
  isPresent: boolean;
  onGo(at: Instant | undefined): void;
  children?: ReactNode;
}

/** Above a calendar: which stretch of it is shown, and the way to the ones beside it. */
export function Period({ title, before, after, isPresent, onGo, children }: Props) {
  const { t } = useTranslation();
  const icon = { size: 15, strokeWidth: 1.6, 'aria-hidden': true } as const;
  return (
    <div className={styles.period}>
      <IconButton label={t('maintenance.before')} icon={<ChevronLeft {...icon} />} onPress={() => onGo(before)} />
      <IconButton label={t('maintenance.after')} icon={<ChevronRight {...icon} />} onPress={() => onGo(after)} />
      <h2 className={styles.periodTitle} aria-live="polite">
        {title}
      </h2>
      {!isPresent && (
        <Button size="small" variant="quiet" onPress={() => onGo(undefined)}>
          {t('maintenance.toToday')}
        </Button>
      )}
      <span className={styles.end}>{children}</span>
    </div>
  );
}
