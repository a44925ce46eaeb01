import { useTranslation } from 'react-i18next';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';

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
    <KeyLine
      items={Object.entries(KEYS).map(([id, pressed]) => ({
        id,
        keys: displayKeys(pressed, info.platform),
        label: t(`maintenance.key.${id}`),
      }))}
    />
  );
}
