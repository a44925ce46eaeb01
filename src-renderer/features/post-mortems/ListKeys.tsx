import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';

/** The line below one of the lists: what each key does there. */
export function ListKeys({ keys, label }: { keys: Readonly<Record<string, string>>; label(id: string): string }) {
  const { info } = useMachine();
  return (
    <KeyLine
      items={Object.entries(keys).map(([id, pressed]) => ({
        id,
        keys: displayKeys(pressed, info.platform),
        label: label(id),
      }))}
    />
  );
}
