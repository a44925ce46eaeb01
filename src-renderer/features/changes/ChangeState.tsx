import { useTranslation } from 'react-i18next';
import type { ChangeStatus } from '../../../src-shared/model/change.ts';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';

const MARKS: Readonly<Record<ChangeStatus, Pick<StateMarkProps, 'shape' | 'tone'>>> = {
  draft: { shape: 'dashed', tone: 'off' },
  proposed: { shape: 'hollow', tone: 'due' },
  approved: { shape: 'hollow', tone: 'ok' },
  inProgress: { shape: 'half', tone: 'busy' },
  done: { shape: 'full', tone: 'ok' },
  rolledBack: { shape: 'square', tone: 'failed' },
  cancelled: { shape: 'bars', tone: 'off' },
};

/** Where a change stands. */
export function ChangeState({ status }: { status: ChangeStatus }) {
  const { t } = useTranslation();
  return <StateMark {...MARKS[status]}>{t(`changes.status.${status}`)}</StateMark>;
}
