import { useTranslation } from 'react-i18next';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { KeyHints } from '../../ui/KeyHints.tsx';
import styles from './Maintenance.module.css';

const KEYS = {
  row: 'J K',
  open: 'Enter',
  start: 'O',
  complete: 'D',
  skip: 'S',
  block: 'B',
  take: 'T',
  move: 'M',
  raise: 'I',
  followUp: 'F',
};

/** The line below the rows: what each key does there. */
export function Keys() {
  const { t } = useTranslation();
  const { info } = useMachine();
  return (
    <p className={styles.hint}>
      <KeyHints
        items={Object.entries(KEYS).map(([id, pressed]) => ({
          id,
          keys: displayKeys(pressed, info.platform),
          label: t(`maintenance.key.${id}`),
        }))}
      />
    </p>
  );
}
