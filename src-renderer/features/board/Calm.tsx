import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { useLive } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useTimed } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FirstAlert } from './FirstAlert.tsx';

/** Nothing is open. On a console that never saw an incident it says how to bring one in. */
export function Calm({ rows, mayRespond }: { rows: ReadonlyMap<string, Row<'incident'>>; mayRespond: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const runner = useCommandRunner();
  const everHeld = useLive(
    async (db) => (await db.incident.limit(1).count()) + (await db.pageKeys.limit(1).count()) > 0,
    [],
  );
  const last = useMemo(() => Math.max(0, ...[...rows.values()].map(({ doc }) => doc.resolvedAt ?? 0)), [rows]);
  const ago = useTimed((now) => (last > 0 ? format.ago(last, now) : undefined));
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
        {ago === undefined ? t('board.calmNever') : t('board.calmSince', { ago })}
      </EmptyState>
      {everHeld === false && <FirstAlert />}
    </>
  );
}
