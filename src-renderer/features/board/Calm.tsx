import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useLive } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FirstAlert } from './FirstAlert.tsx';

/** Nothing is open. On a console that never saw an incident it says how to bring one in. */
export function Calm({ rows, mayRespond }: { rows: ReadonlyMap<string, Row<'incident'>>; mayRespond: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const runner = useCommandRunner();
  const everHeld = useLive(
    async (db) => (await db.incident.limit(1).count()) + (await db.pageKeys.limit(1).count()) > 0,
    [],
  );
  const last = useMemo(() => Math.max(0, ...[...rows.values()].map(({ doc }) => doc.resolvedAt ?? 0)), [rows]);
  return (
    <>
      <EmptyState
        title={t('board.calm')}
        actions={
          <Button
            keys="C"
            isDisabled={!mayRespond}
            reason={mayRespond ? undefined : t('incident.why.viewer')}
            onPress={() => runner.run('incident.new')}
          >
            {t('incidents.new')}
          </Button>
        }
      >
        {last > 0 ? t('board.calmSince', { ago: format.ago(last, now) }) : t('board.calmNever')}
      </EmptyState>
      {everHeld === false && <FirstAlert />}
    </>
  );
}
