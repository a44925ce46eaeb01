import { useTranslation } from 'react-i18next';
import type { OccurrenceStatus } from '../../../src-shared/maintenance/occurrence-state.ts';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';

const MARKS: Readonly<Record<OccurrenceStatus, Pick<StateMarkProps, 'shape' | 'tone'>>> = {
  upcoming: { shape: 'dashed', tone: 'off' },
  due: { shape: 'hollow', tone: 'ready' },
  inProgress: { shape: 'half', tone: 'busy' },
  blocked: { shape: 'bars', tone: 'due' },
  done: { shape: 'full', tone: 'ok' },
  doneLate: { shape: 'diamond', tone: 'due' },
  missed: { shape: 'square', tone: 'late' },
  skipped: { shape: 'struck', tone: 'off' },
};

interface Props {
  status: OccurrenceStatus;
  /** Over its grace although somebody has begun. */
  isLate?: boolean;
  /** The word stands beside it. */
  isBare?: boolean;
}

/** Where an occurrence stands: a shape and a word, or the shape alone. */
export function StatusMark({ status, isLate, isBare }: Props) {
  const { t } = useTranslation();
  const { shape, tone } = MARKS[status];
  return (
    <StateMark shape={shape} tone={isLate ? 'late' : tone}>
      {isBare ? undefined : t(`maintenance.state.${status}`)}
    </StateMark>
  );
}
