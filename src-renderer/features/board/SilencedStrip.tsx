import BellOff from 'lucide-react/icons/bell-off';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useQuiet } from '../../data/held-alerts.ts';
import { useLive } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { RowButton } from '../../ui/RowButton.tsx';
import styles from './SilencedStrip.module.css';

/** That alerts are being kept quiet is never out of sight. */
export function SilencedStrip({ rows }: { rows: ReadonlyMap<string, Row<'incident'>> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const quiet = useQuiet(rows);
  const key = quiet.silences.join();
  const silences = useLive((db) => db.silence.bulkGet(key === '' ? [] : key.split(',')), [key]);
  const ends = useTimed((at) =>
    Math.min(...(silences ?? []).flatMap((row) => row?.doc.endsAt ?? []).filter((end) => end > at)),
  );
  if (quiet.alerts === 0) return null;
  const facts = [
    t('board.silenced', { count: quiet.alerts }),
    quiet.incidents > 0 && t('board.silencedIncidents', { count: quiet.incidents }),
    Number.isFinite(ends) && t('board.silencedUntil', { when: format.momentOn(ends, now) }),
  ].filter(Boolean);
  return (
    <div className={styles.strip}>
      <RowButton columns="16px minmax(0, 1fr) auto" onPress={() => runner.run('go.silences')}>
        <BellOff size={14} strokeWidth={1.6} aria-hidden />
        <span className={styles.facts}>{facts.join(' · ')}</span>
        <span className={styles.more}>{t('board.silencedShow')}</span>
      </RowButton>
    </div>
  );
}
