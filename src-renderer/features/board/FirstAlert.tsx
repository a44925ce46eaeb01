import { useTranslation } from 'react-i18next';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { useNotices } from '../../platform/notices.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import styles from './FirstAlert.module.css';

const TEST = 'npm run -s vigie -- simulate alert';
const KEY = 'npm run -s vigie -- key create --source alertmanager';

/** The Alertmanager receiver for this server; the key is the person's own to fill in. */
const receiver = (server: string) => `receivers:
  - name: vigie
    webhook_configs:
      - url: ${server}/intake/alertmanager/<clé>`;

/** How the first alert gets here: one that is made up, then the real ones. */
export function FirstAlert() {
  const { t } = useTranslation();
  const { bridge } = useMachine();
  const { server } = useConnection();
  const notices = useNotices();
  const copy = async (text: string) => {
    await bridge.call('app.copy', { text });
    notices.tell({ tone: 'done', text: t('board.hint.copied') });
  };
  const wiring = `${KEY}\n\n${receiver(server ?? 'http://127.0.0.1:4310')}`;
  return (
    <section className={styles.hint} aria-labelledby="first-alert">
      <h2 id="first-alert" className={styles.title}>
        {t('board.hint.title')}
      </h2>
      <p>{t('board.hint.test')}</p>
      <div className={styles.code}>
        <CodeBlock>{TEST}</CodeBlock>
        <Button variant="quiet" onPress={() => void copy(TEST)}>
          {t('board.hint.copy')}
        </Button>
      </div>
      <p>{t('board.hint.wire')}</p>
      <div className={styles.code}>
        <CodeBlock>{wiring}</CodeBlock>
        <Button variant="quiet" onPress={() => void copy(wiring)}>
          {t('board.hint.copy')}
        </Button>
      </div>
    </section>
  );
}
