import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';

/** The code of a screen could not be read: a disk that fails, an update that is half done. */
export function ScreenMissing({ again }: { again(): void }) {
  const { t } = useTranslation();
  return (
    <ErrorState
      title={t('app.partMissing')}
      actions={
        <Button variant="primary" onPress={again}>
          {t('app.retry')}
        </Button>
      }
    >
      {t('app.partMissingWhy')}
    </ErrorState>
  );
}
