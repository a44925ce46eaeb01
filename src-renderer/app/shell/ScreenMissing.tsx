import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/Button.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';

/**
 * The code of a screen could not be read: a disk that fails, an update that is half done. Chromium remembers that until
 * the page is loaded anew, which costs nothing: place, records and drafts are kept.
 */
export function ScreenMissing() {
  const { t } = useTranslation();
  return (
    <ErrorState
      title={t('app.partMissing')}
      actions={
        <Button variant="primary" onPress={() => window.location.reload()}>
          {t('app.reload')}
        </Button>
      }
    >
      {t('app.partMissingWhy')}
    </ErrorState>
  );
}
