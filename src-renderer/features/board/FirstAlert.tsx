import { useTranslation } from 'react-i18next';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import styles from './FirstAlert.module.css';
import { firstAlertCommands } from './first-alert.ts';

/** How the first alert gets here: one that is made up, then the real ones. */
export function FirstAlert() {
  const { t } = useTranslation();
  const { info } = useMachine();
  const { server } = useConnection();
  const copy = useCopy();
  const commands = firstAlertCommands(server ?? '', info.platform, t('board.hint.key'));
  return (
    <section className={styles.hint} aria-labelledby="first-alert">
      <h2 id="first-alert" className={styles.title}>
        {t('board.hint.title')}
      </h2>
      <p>{t('board.hint.test')}</p>
      <div className={styles.code}>
        <CodeBlock>{commands.test}</CodeBlock>
        <Button variant="quiet" onPress={() => void copy(commands.test, t('board.hint.copied'))}>
          {t('board.hint.copy')}
        </Button>
      </div>
      <p>{t('board.hint.wire')}</p>
      <div className={styles.code}>
        <CodeBlock>{commands.wiring}</CodeBlock>
        <Button variant="quiet" onPress={() => void copy(commands.wiring, t('board.hint.copied'))}>
          {t('board.hint.copy')}
        </Button>
      </div>
    </section>
  );
}
