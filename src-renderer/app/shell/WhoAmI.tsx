import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMe, useRecord } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import styles from './Sidebar.module.css';

/** The person and their duty flag; a press turns it. */
export function WhoAmI() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const runner = useCommandRunner();
  const me = useMe();
  const person = useRecord('person', me?.person);
  const name = person?.doc.name ?? me?.name;
  const since = person?.doc.onDutySince;
  if (name === undefined) return <div className={styles.me}>{t('duty.nobody')}</div>;
  const state = since === undefined ? t('duty.off') : t('duty.on', { since: format.moment(since, now) });
  return (
    <Button
      className={styles.me}
      aria-label={`${name}, ${state}. ${since === undefined ? t('duty.take') : t('duty.leave')}`}
      onPress={() => runner.run('duty.toggle')}
    >
      <Avatar name={name} />
      <span className={styles.who}>
        <span className={styles.name}>{name}</span>
        <span className={styles.duty} data-on={since === undefined ? undefined : true}>
          {state}
        </span>
      </span>
    </Button>
  );
}
