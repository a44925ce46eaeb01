import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Button } from '../../ui/Button.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Duty.module.css';

/** Who is on duty, oneself first; a duty that nobody has stands out. */
export function Duty({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const { me } = directory;
  const onDuty = directory.people
    .filter(({ doc }) => doc.onDutySince !== undefined)
    .sort((a, b) => Number(b.id === me) - Number(a.id === me));
  const mine = onDuty.some(({ id }) => id === me);
  const may = directory.may('responder');
  return (
    <section>
      <SectionHeading>{t('board.duty')}</SectionHeading>
      <ul>
        {onDuty.map(({ id, doc }) => (
          <li key={id} className={styles.person}>
            <Avatar name={doc.name} />
            <b>{id === me ? t('incident.you') : doc.name}</b>
            <span className={styles.what}>
              {[
                doc.teams.map((team) => directory.team(team)?.name).filter(Boolean)[0],
                doc.onDutySince !== undefined &&
                  t('board.dutySince', { time: format.momentSince(doc.onDutySince, now) }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
        {onDuty.length === 0 && (
          <li>
            <div className={styles.person}>
              <span className={styles.hole} aria-hidden>
                ?
              </span>
              <b className={styles.warn}>{t('board.dutyHole')}</b>
            </div>
            <p className={styles.why}>{t('board.dutyHoleWhy')}</p>
          </li>
        )}
      </ul>
      <div className={styles.toggle}>
        <span className={styles.mine}>{mine ? t('board.dutyOn') : t('board.dutyOff')}</span>
        <Button
          size="small"
          keys={displayKeys('Shift+D', info.platform).join(' ')}
          isDisabled={!may}
          reason={may ? undefined : t('incident.why.viewer')}
          onPress={() => runner.run('duty.toggle')}
        >
          {mine ? t('board.dutyLeave') : t('board.dutyTake')}
        </Button>
      </div>
    </section>
  );
}
