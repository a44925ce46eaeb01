import { Button, Tooltip, TooltipTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useMe, useRecord } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Avatar } from '../../ui/Avatar.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './Sidebar.module.css';

/** The person and their duty flag; a press turns it. */
export function WhoAmI() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const me = useMe();
  const person = useRecord('person', me?.person);
  const name = person?.doc.name ?? me?.name;
  const since = person?.doc.onDutySince;
  if (name === undefined) return <div className={styles.me}>{t('duty.nobody')}</div>;
  const state = since === undefined ? t('duty.off') : t('duty.on', { since: format.momentSince(since, now) });
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Button className={styles.me} onPress={() => runner.run('duty.toggle')}>
        <Avatar name={name} onDuty={since !== undefined} />
        <span className={styles.who}>
          <span className={styles.name}>{name} </span>
          <span className={styles.duty} data-on={since === undefined ? undefined : true}>
            {state}
          </span>
        </span>
      </Button>
      <Tooltip className={styles.tip} placement="end" offset={6}>
        {since === undefined ? t('duty.take') : t('duty.leave')}
        <Kbd>{displayKeys('Shift+D', info.platform)[0]}</Kbd>
      </Tooltip>
    </TooltipTrigger>
  );
}
