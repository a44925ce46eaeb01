import Ban from 'lucide-react/icons/ban';
import Check from 'lucide-react/icons/check';
import CheckCheck from 'lucide-react/icons/check-check';
import Circle from 'lucide-react/icons/circle';
import CircleDashed from 'lucide-react/icons/circle-dashed';
import CircleDot from 'lucide-react/icons/circle-dot';
import OctagonPause from 'lucide-react/icons/octagon-pause';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import { useTranslation } from 'react-i18next';
import type { OccurrenceStatus } from '../../../src-shared/maintenance/occurrence-state.ts';
import styles from './StatusMark.module.css';

/** A shape for each state, so that no colour is needed to tell them apart. */
const SHAPES = {
  upcoming: CircleDashed,
  due: Circle,
  inProgress: CircleDot,
  blocked: OctagonPause,
  done: Check,
  doneLate: CheckCheck,
  missed: TriangleAlert,
  skipped: Ban,
} as const;

/** Where an occurrence stands: a shape and a word, or the shape alone where the word is beside it. */
export function StatusMark({
  status,
  isLate,
  isBare,
}: {
  status: OccurrenceStatus;
  /** Over its grace although somebody has begun. */
  isLate?: boolean;
  isBare?: boolean;
}) {
  const { t } = useTranslation();
  const Shape = SHAPES[status];
  return (
    <span className={styles.mark} data-status={status} data-late={isLate || undefined}>
      <Shape size={14} strokeWidth={1.8} aria-hidden />
      {!isBare && <span>{t(`maintenance.state.${status}`)}</span>}
    </span>
  );
}
