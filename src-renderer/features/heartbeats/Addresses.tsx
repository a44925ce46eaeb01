import { useTranslation } from 'react-i18next';
import type { Heartbeat } from '../../../src-shared/model/heartbeat.ts';
import { useConnection } from '../../platform/machine.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './HeartbeatPage.module.css';

/** Where the job has to call, to be pasted where it runs. */
export function Addresses({ heartbeat }: { heartbeat: Heartbeat }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const { server } = useConnection();
  if (server === undefined) return <p className={styles.nothing}>{t('heartbeats.noServer')}</p>;
  const address = `${server.replace(/\/+$/, '')}/ping/${heartbeat.key}`;
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
        <CodeBlock label={t('heartbeats.address')}>{address}</CodeBlock>
      </div>
    </section>
  );
}
