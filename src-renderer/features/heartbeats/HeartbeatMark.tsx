import { useTranslation } from 'react-i18next';
import type { HeartbeatState } from '../../../src-shared/heartbeat/state.ts';
import { StateMark, type StateMarkProps } from '../../ui/StateMark.tsx';

const LOOKS: Record<HeartbeatState, Pick<StateMarkProps, 'shape' | 'tone'>> = {
  new: { shape: 'dashed', tone: 'off' },
  up: { shape: 'full', tone: 'ok' },
  started: { shape: 'half', tone: 'busy' },
  late: { shape: 'diamond', tone: 'due' },
  down: { shape: 'square', tone: 'failed' },
  paused: { shape: 'bars', tone: 'off' },
};

/** The state of a job: a shape, a word, and a colour where it needs somebody. */
export function HeartbeatMark({ state }: { state: HeartbeatState }) {
  const { t } = useTranslation();
  return <StateMark {...LOOKS[state]}>{t(`heartbeats.state.${state}`)}</StateMark>;
}
