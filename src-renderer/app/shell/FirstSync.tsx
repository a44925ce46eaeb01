import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { useSyncStatus } from '../../data/hooks.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection } from '../../platform/machine.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { ProgressBar } from '../../ui/ProgressBar.tsx';

/** The one time that the network stands before the records: nothing has ever reached this laptop. */
export function FirstSync() {
  const { t } = useTranslation();
  const format = useFormat();
  const { server } = useConnection();
  const { snapshot, problem, phase } = useSyncStatus();
  const { syncNow } = useData();
  usePageHeading({ title: t('firstSync.title') });
  if (problem && phase !== 'snapshotting') {
    return (
      <EmptyState
        tone="failed"
        title={t('firstSync.failed')}
        actions={<Button onPress={syncNow}>{t('statusLine.retry')}</Button>}
      >
        {errorText(t, format, problem)}
      </EmptyState>
    );
  }
  const done = snapshot?.done ?? 0;
  const total = snapshot?.total ?? 0;
  return (
    <EmptyState title={t('firstSync.title')} icon={<Mark size={40} />}>
      <p>{t('firstSync.hint', { server: server ?? '' })}</p>
      <ProgressBar
        label={t('statusLine.syncing')}
        done={done}
        total={total}
        text={snapshot ? t('firstSync.progress', { done: format.number(done), total: format.number(total) }) : ''}
      />
    </EmptyState>
  );
}
