import { useTranslation } from 'react-i18next';
import type { RestoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { BackupState } from '../../../src-shared/backup/state.ts';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';

type Look = Pick<StateMarkProps, 'shape' | 'tone'>;

const STATES: Record<BackupState, Look> = {
  ok: { shape: 'full', tone: 'ok' },
  late: { shape: 'diamond', tone: 'due' },
  failed: { shape: 'square', tone: 'failed' },
  never: { shape: 'dashed', tone: 'off' },
  untimed: { shape: 'hollow', tone: 'off' },
};

const OUTCOMES: Record<RestoreOutcome, Look> = {
  running: { shape: 'half', tone: 'busy' },
  passed: { shape: 'full', tone: 'ok' },
  slow: { shape: 'diamond', tone: 'due' },
  failed: { shape: 'square', tone: 'failed' },
  cancelled: { shape: 'dashed', tone: 'off' },
};

/** Whether there is a backup to rely on. */
export function BackupMark({ state }: { state: BackupState }) {
  const { t } = useTranslation();
  return <StateMark {...STATES[state]}>{t(`backups.state.${state}`)}</StateMark>;
}

/** How a restore test ended, or that it has not. */
export function OutcomeMark({ outcome }: { outcome: RestoreOutcome }) {
  const { t } = useTranslation();
  return <StateMark {...OUTCOMES[outcome]}>{t(`backups.outcome.${outcome}`)}</StateMark>;
}
