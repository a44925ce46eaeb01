import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { displayKeys } from '../../../platform/keys.ts';
import { useMachine } from '../../../platform/machine.ts';
import { KeyHints } from '../../../ui/KeyHints.tsx';
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
      <KeyHints
        items={shown.map(({ keys, id }) => ({
          id,
          keys: displayKeys(keys, info.platform),
          label: t(id === 'do' ? `runs.do.${step.kind}` : `runs.key.${id}`),
        }))}
      />
    </div>
  );
}
