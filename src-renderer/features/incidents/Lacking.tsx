import { useTranslation } from 'react-i18next';
import { lackingBefore } from '../../../src-shared/procedure/phases.ts';
import { plainText } from '../../../src-shared/procedure/step-text.ts';
import { usePhases } from '../../data/use-phases.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Lacking.module.css';

/** As many steps are named; the others are counted. */
const NAMED = 4;

interface Props {
  ids: readonly string[];
  leaving: 'resolve' | 'close';
  onClose(): void;
}

/** What the procedures still ask for, said before one leaves and holding nobody up. Of several incidents at once nothing. */
export function Lacking({ ids, leaving, onClose }: Props) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const [id] = ids;
  const reading = usePhases(ids.length === 1 ? id : undefined);
  if (!reading) return null;
  const lacking = lackingBefore(leaving, reading.all);
  const steps = lacking.flatMap((one) => one.steps);
  if (steps.length === 0) return null;
  const { incident } = reading;
  return (
    <div className={styles.lacking} role="note">
      <p className={styles.title}>{t('phases.lacking', { count: steps.length })}</p>
      <ul className={styles.steps}>
        {steps.slice(0, NAMED).map((step) => (
          <li key={`${step.id}-${step.line}`}>{plainText(step.text)}</li>
        ))}
        {steps.length > NAMED && (
          <li className={styles.more}>{t('phases.lackingMore', { count: steps.length - NAMED })}</li>
        )}
      </ul>
      <div>
        <Button
          size="small"
          onPress={() => {
            onClose();
            runner.run('incident.steps', { incident: { id: incident.id, ...incident.doc } });
          }}
        >
          {t('phases.doNow')}
        </Button>
      </div>
    </div>
  );
}
