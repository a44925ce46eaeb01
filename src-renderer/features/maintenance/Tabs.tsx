import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { ViewTab, ViewTabs } from '../../ui/ViewTabs.tsx';
import { useMaintenanceDesk, VIEWS } from './desk.ts';

/** The views of maintenance, and its plans. */
export function Tabs({ isPlans, end }: { isPlans?: boolean; end?: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { looking } = useMaintenanceDesk();
  const view = useStore(looking, (state) => state.view);
  return (
    <ViewTabs label={t('maintenance.views')} end={end}>
      {VIEWS.map((id) => (
        <ViewTab
          key={id}
          current={!isPlans && view === id}
          onPress={() => {
            looking.setState({ view: id });
            if (isPlans) void navigate({ to: '/maintenance' });
          }}
        >
          {t(`maintenance.view.${id}`)}
        </ViewTab>
      ))}
      <ViewTab current={isPlans === true} onPress={() => void navigate({ to: '/maintenance/plans' })}>
        {t('maintenance.view.plans')}
      </ViewTab>
    </ViewTabs>
  );
}
