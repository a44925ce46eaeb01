import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { Kbd } from '../../../ui/Kbd.tsx';
import styles from './StepList.module.css';
import { shownKeys } from './step-keys.ts';

interface Props {
  step: Step;
  canRecord: boolean;
  canTakeBack: boolean;
  may: boolean;
}

/** The keys that do something to the step under the cursor. */
export function StepKeys({ step, canRecord, canTakeBack, may }: Props) {
  const { t } = useTranslation();
  const { info } = useMachine();
  const shown = shownKeys(step, { record: canRecord, takeBack: canTakeBack, append: may });
  return (
    <div className={styles.keys} aria-hidden="true">
      {shown.map(({ keys, id }) => (
        <span key={id} className={styles.key}>
          {displayKeys(keys, info.platform).map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
          {t(id === 'do' ? `runs.do.${step.kind}` : `runs.key.${id}`)}
        </span>
      ))}
    </div>
  );
}
