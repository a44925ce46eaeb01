import { useNavigate } from '@tanstack/react-router';
import CalendarClock from 'lucide-react/icons/calendar-clock';
import GitCompare from 'lucide-react/icons/git-compare';
import { useTranslation } from 'react-i18next';
import type { Procedure } from '../../../src-shared/model/procedure.ts';
import type { Run } from '../../../src-shared/model/run.ts';
import { staleSince } from '../../../src-shared/procedure/review-due.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { Callout } from '../../ui/Callout.tsx';
import styles from './RunPage.module.css';

/** What to keep in mind while this text is used: its review is overdue, or there is a newer one. */
export function RunNotices({ run, procedure }: { run: Run; procedure: Procedure | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  if (!procedure || run.endedAt !== undefined) return null;
  const stale = staleSince(procedure, now);
  const newer = procedure.revision > run.revision;
  if (stale === undefined && !newer) return null;
  return (
    <div className={styles.notices}>
      {stale !== undefined && (
        <Callout tone="warn" icon={<CalendarClock size={16} strokeWidth={1.6} />}>
          {t('runs.stale', { since: format.duration(now - stale) })}
        </Callout>
      )}
      {newer && (
        <Callout
          tone="info"
          icon={<GitCompare size={16} strokeWidth={1.6} />}
          actions={
            <Button
              size="small"
              onPress={() =>
                void navigate({
                  to: `/procedures/${encodeURIComponent(run.procedure)}/history`,
                  search: { from: run.revision, to: procedure.revision },
                })
              }
            >
              {t('runs.seeDiff')}
            </Button>
          }
        >
          {t('runs.newer', { used: run.revision, newest: procedure.revision })}
        </Callout>
      )}
    </div>
  );
}
