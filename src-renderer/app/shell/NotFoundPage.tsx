import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';

export function NotFoundPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  usePageHeading({ title: t('app.notFound') });
  return (
    <EmptyState
      title={t('app.notFound')}
      actions={<Button onPress={() => void navigate({ to: '/board' })}>{t('app.goHome')}</Button>}
    >
      {t('app.notFoundWhy')}
    </EmptyState>
  );
}
