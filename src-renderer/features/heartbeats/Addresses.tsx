import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  crontabTime,
  PING_CLIENTS,
  type PingClient,
  pingAddress,
  pingLines,
} from '../../../src-shared/heartbeat/ping-lines.ts';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { useConnection } from '../../platform/machine.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import styles from './HeartbeatPage.module.css';

/** Where the job has to call, and lines that do it, to be pasted where it runs. */
export function Addresses({ heartbeat: { key, schedule } }: { heartbeat: Heartbeat }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { server } = useConnection();
  const [client, setClient] = useState<PingClient>(schedule.kind === 'onCalendar' ? 'systemd' : 'crontab');
  if (server === undefined) return <p className={styles.nothing}>{t('heartbeats.noServer')}</p>;
  const address = pingAddress(server, key);
  const cron = crontabTime(schedule);
  const lines = pingLines(address, {
    cron: cron ?? '',
    ...(schedule.kind === 'onCalendar' ? { calendar: schedule.expression.trim() } : {}),
  });
  const text = lines.find((one) => one.client === client)?.text ?? address;
  return (
    <section aria-label={t('heartbeats.address')}>
      <SectionHeading
        action={
          <Button size="small" onPress={() => void copy(address, t('app.copied'))}>
            {t('heartbeats.copyAddress')}
          </Button>
        }
      >
        {t('heartbeats.address')}
      </SectionHeading>
      <div className={styles.address}>
        <CodeBlock>{address}</CodeBlock>
        <div className={styles.copies}>
          <SegmentedControl<PingClient>
            label={t('heartbeats.lines')}
            value={client}
            onChange={setClient}
            options={PING_CLIENTS.map((id) => ({ id, label: t(`heartbeats.line.${id}`) }))}
          />
          <Button size="small" onPress={() => void copy(text, t('app.copied'))}>
            {t('heartbeats.copyLines', { client: t(`heartbeats.line.${client}`) })}
          </Button>
        </div>
        {client === 'crontab' && cron === undefined && <p className={styles.note}>{t('heartbeats.notCrontab')}</p>}
        <CodeBlock label={t('heartbeats.lines')}>{text}</CodeBlock>
      </div>
    </section>
  );
}
