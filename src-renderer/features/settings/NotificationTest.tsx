import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { Group, Row } from './Group.tsx';
import styles from './NotificationTest.module.css';
import { adviceFor } from './notification-advice.ts';

/** Sends a toast and believes nobody but the person: an OS that took it may still have swallowed it. */
export function NotificationTest() {
  const { t } = useTranslation();
  const { bridge, info } = useMachine();
  const [seen, setSeen] = useState<boolean>();
  const test = useMutation({
    mutationFn: () =>
      bridge.call('notify.test', {
        title: t('settings.test.toastTitle'),
        body: t('settings.test.toastBody'),
      }),
    onMutate: () => setSeen(undefined),
  });
  const refused = test.isError || test.data?.shown === false;
  const asking = test.data?.shown === true && seen === undefined;
  const advice = refused || seen === false ? adviceFor(info.platform, refused) : [];

  return (
    <Group title={t('settings.test.title')} hint={t('settings.test.hint')}>
      <Row
        label={t('settings.test.send')}
        detail={info.notificationsSupported ? undefined : t('settings.test.unsupported')}
      >
        <Button
          size="small"
          variant={test.data ? 'plain' : 'primary'}
          isDisabled={test.isPending}
          onPress={() => test.mutate()}
        >
          {test.data ? t('settings.test.again') : t('settings.test.now')}
        </Button>
      </Row>
      <div aria-live="polite">
        {asking && (
          <Row label={t('settings.test.seen')}>
            <Button size="small" variant="primary" onPress={() => setSeen(true)}>
              {t('settings.test.yes')}
            </Button>
            <Button size="small" onPress={() => setSeen(false)}>
              {t('settings.test.no')}
            </Button>
          </Row>
        )}
        {seen === true && <p className={styles.good}>{t('settings.test.good')}</p>}
        {advice.length > 0 && (
          <div className={styles.advice}>
            <p>{refused ? t('settings.test.refused') : t('settings.test.swallowed')}</p>
            <ol>
              {advice.map((key) => (
                <li key={key}>{t(key)}</li>
              ))}
            </ol>
            <p>{t('settings.test.anyway')}</p>
          </div>
        )}
      </div>
    </Group>
  );
}
