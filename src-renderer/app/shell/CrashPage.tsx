import type { ErrorComponentProps } from '@tanstack/react-router';
import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';

/** A bug in one screen: the shell, the records and the alarms go on. */
export function CrashPage({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const { bridge } = useMachine();
  const router = useRouter();
  const failure = error instanceof Error ? error : new Error(String(error));
  const reload = () => {
    reset();
    void router.invalidate();
  };
  return (
    <ErrorState
      title={t('app.crashed')}
      detail={failure.message}
      actions={
        <>
          <Button variant="primary" onPress={reload}>
            {t('app.reload')}
          </Button>
          <Button onPress={() => void bridge.call('app.copy', { text: failure.stack ?? failure.message })}>
            {t('app.copyDetail')}
          </Button>
        </>
      }
    >
      {t('app.crashedWhy')}
    </ErrorState>
  );
}
