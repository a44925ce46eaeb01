import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../../data/directory.ts';
import { useList, useRecord } from '../../../data/hooks.ts';
import { useTextDraft } from '../../../data/use-text-draft.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { PlanEditor } from './PlanEditor.tsx';
import { planDraftSchema } from './plan-form.ts';
import { useTimings } from './use-timings.ts';

/** A plan, or a new one: what, when, who, and what becomes of the days to come. */
export function PlanPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isNew = id === 'new';
  const row = useRecord('plan', isNew ? undefined : id);
  const directory = useDirectory();
  const procedures = useList('procedure');
  const calendars = useList('calendar');
  const timings = useTimings();
  const draft = useTextDraft(`plan/${id}`, planDraftSchema);
  usePageHeading({
    title: isNew ? t('plans.new') : (row?.doc.title ?? t('plans.one')),
    parent: { label: t('maintenance.view.plans'), path: '/maintenance/plans' },
  });
  if (row === undefined || !directory || !procedures || !calendars || !timings || draft.kept === undefined) {
    return <Skeleton lines={10} label={t('maintenance.loading')} />;
  }
  if (row === null && !isNew) {
    return (
      <EmptyState
        title={t('plans.notFound')}
        actions={
          <Button onPress={() => void navigate({ to: '/maintenance/plans' })}>{t('maintenance.toPlans')}</Button>
        }
      />
    );
  }
  return (
    <PlanEditor
      key={id}
      row={row ?? undefined}
      draft={draft}
      directory={directory}
      procedures={procedures}
      calendars={calendars}
      timings={timings}
    />
  );
}
