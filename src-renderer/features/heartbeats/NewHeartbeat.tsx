import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button, type ButtonProps } from '../../ui/Button.tsx';

/** Asks for a new job; says why where the person may not. */
export function NewHeartbeat({ directory, size }: { directory: Directory; size?: ButtonProps['size'] }) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const may = directory.may('responder');
  return (
    <Button
      variant="primary"
      {...(size ? { size } : {})}
      keys={displayKeys(runner.find('heartbeat.new')?.keys ?? '', info.platform).join(' ')}
      isDisabled={!may}
      reason={may ? undefined : t('incident.why.viewer')}
      onPress={() => runner.run('heartbeat.new')}
    >
      {t('heartbeats.new')}
    </Button>
  );
}
