import { useTranslation } from 'react-i18next';
import type { BackupRun } from '../../../src-shared/backup/state.ts';
import { useFormat } from '../../platform/format.ts';
import { Sparkline } from '../../ui/Sparkline.tsx';
import styles from './Backups.module.css';

const SHOWN = 30;

interface Props {
  history: readonly BackupRun[];
  last: BackupRun | undefined;
  /** A smaller one is not what it should be: the line in the trend. */
  least: number | undefined;
}

/** How large the last backup was, and whether they grow, shrink or jump. */
export function SizeTrend({ history, last, least }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const sizes = history
    .flatMap(({ outcome, size }) => (outcome === 'ok' && size !== undefined ? [size] : []))
    .slice(0, SHOWN)
    .reverse();
  if (!last) return null;
  const [first] = sizes;
  const before = sizes.length > 1 && first !== undefined ? format.bytes(first) : undefined;
  const limit = least === undefined ? undefined : t('backups.leastSize', { least: format.bytes(least) });
  return (
    <span className={styles.trend}>
      <span className={styles.size} data-none={last.size === undefined || undefined}>
        {last.size === undefined ? t('backups.sizeUnknown') : format.bytes(last.size)}
      </span>
      {before !== undefined && (
        <Sparkline
          values={sizes}
          width={72}
          height={22}
          limit={least}
          label={[t('backups.sizes', { count: sizes.length, first: before }), limit].filter(Boolean).join(', ')}
        />
      )}
    </span>
  );
}
