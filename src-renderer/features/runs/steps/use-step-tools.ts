import { useTranslation } from 'react-i18next';
import { withoutPrompts } from '../../../../src-shared/procedure/prompts.ts';
import { useMachine } from '../../../platform/machine.ts';
import { useCopy } from '../../../platform/use-copy.ts';

/** What a step does outside of the records: its command to the clipboard, its link to the browser. */
export function useStepTools(): { copy(command: string): Promise<void>; open(url: string): void } {
  const { t } = useTranslation();
  const { bridge } = useMachine();
  const copy = useCopy();
  return {
    copy: (command) => copy(withoutPrompts(command), t('runs.copiedCommand')),
    open: (url) => void bridge.call('app.openExternal', { url }),
  };
}
