import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ViewTab, ViewTabs } from '../../ui/ViewTabs.tsx';

/** The two lists of this place. */
export function Tabs({ current, end }: { current: 'postMortems' | 'followUps'; end?: ReactNode }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <ViewTabs label={t('place.postMortems')} end={end}>
      <ViewTab current={current === 'postMortems'} onPress={() => void navigate({ to: '/post-mortems' })}>
        {t('postMortem.tab')}
      </ViewTab>
      <ViewTab current={current === 'followUps'} onPress={() => void navigate({ to: '/post-mortems/follow-ups' })}>
        {t('followUp.tab')}
      </ViewTab>
    </ViewTabs>
  );
}
