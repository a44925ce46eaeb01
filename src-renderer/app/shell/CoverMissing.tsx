import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useServices } from '../services-context.ts';

/** The code of a dialog could not be read: said in passing, and the next key press tries again. */
export function CoverMissing({ again }: { again(): void }) {
  const { t } = useTranslation();
  const { notices, covers, desk, silences } = useServices();
  useEffect(() => {
    notices.tell({ tone: 'refused', text: t('app.partMissing'), detail: t('app.partMissingWhy') });
    covers.setState({ palette: false, help: false });
    desk.answered();
    silences.answered();
    return again;
  }, [notices, covers, desk, silences, again, t]);
  return null;
}
