import { useNavigate } from '@tanstack/react-router';
import { type ComponentType, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { findStorm } from '../../../src-shared/incident/storm.ts';
import { runningSpan } from '../../../src-shared/silence/state.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { MINUTE } from '../../../src-shared/time/clock.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { createClockReader } from '../../data/incident-clock.ts';
import { standing, useUnconfirmedIncidents } from '../../data/incident-reads.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useFocusedIncident } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AsidePage } from '../../ui/AsidePage.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { Calm } from './Calm.tsx';
import { Duty } from './Duty.tsx';
import { MyDeadlines } from './MyDeadlines.tsx';
import { NextToBreach } from './NextToBreach.tsx';
import { OpenIncidents } from './OpenIncidents.tsx';
import { Recent } from './Recent.tsx';
import { SilencedStrip } from './SilencedStrip.tsx';
import { StormPanel } from './StormPanel.tsx';

/** What other features show here. */
export interface BoardSlots {
  Maintenance: ComponentType;
  Restores: ComponentType;
  Approvals: ComponentType;
}

/** Home: what lapses next, what else is open, what the person owes, who is on duty, what happened. */
export function BoardPage({ slots }: { slots: BoardSlots }) {
  const { t } = useTranslation();
  const format = useFormat();
  usePageHeading({ title: t('place.board'), note: format.day(useMinute()) });
  const directory = useDirectory();
  const { rows, loaded } = useIncidents();
  if (!directory || loaded === 'nothing') return <Skeleton lines={8} label={t('board.loading')} />;
  return <Board directory={directory} rows={rows} slots={slots} />;
}

interface Props {
  directory: Directory;
  rows: ReadonlyMap<string, Row<'incident'>>;
  slots: BoardSlots;
}

function Board({ directory, rows, slots }: Props) {
  const { calendars } = directory;
  const clocks = useMemo(() => createClockReader(calendars), [calendars]);
  const unconfirmed = useUnconfirmedIncidents();
  const navigate = useNavigate();
  const show = (row: Row<'incident'>) => void navigate({ to: `/incidents/${row.doc.number ?? row.id}` });

  const minute = useMinute();

  const open = useMemo(() => {
    const standingOf = (row: Row<'incident'>) => standing(row, unconfirmed.get(row.id));
    // What is under silence presses nobody: it stands last.
    const quiet = ({ doc }: Row<'incident'>) => Number(runningSpan(doc.silences, minute + MINUTE) !== undefined);
    return [...rows.values()]
      .filter(({ doc }) => doc.status === 'triggered' || doc.status === 'acknowledged')
      .sort((a, b) => quiet(a) - quiet(b) || clocks.compare(standingOf(a), standingOf(b)));
  }, [rows, unconfirmed, clocks, minute]);

  const storm = useMemo(() => findStorm(rows.values(), minute), [rows, minute]);
  const others = useMemo(() => {
    const inStorm = new Set(storm?.open.map(({ id }) => id));
    return storm ? open.filter(({ id }) => !inStorm.has(id)) : open;
  }, [open, storm]);

  const next = open[0];
  return (
    <AsidePage
      isWide
      isFlush
      aside={
        <>
          <MyDeadlines directory={directory} rows={rows} unconfirmed={unconfirmed} clocks={clocks} onShow={show} />
          <slots.Maintenance />
          <Duty directory={directory} />
        </>
      }
    >
      {next ? (
        <>
          <NextToBreach
            row={next}
            undo={unconfirmed.get(next.id)}
            directory={directory}
            clocks={clocks}
            onShow={() => show(next)}
          />
          <SilencedStrip rows={rows} />
          <slots.Restores />
          <slots.Approvals />
          {storm && (
            <StormPanel storm={storm} unconfirmed={unconfirmed} directory={directory} clocks={clocks} onShow={show} />
          )}
          {others.length > 0 ? (
            <OpenIncidents
              rows={others}
              unconfirmed={unconfirmed}
              directory={directory}
              clocks={clocks}
              onShow={show}
            />
          ) : (
            <Focused row={next} />
          )}
        </>
      ) : (
        <>
          <SilencedStrip rows={rows} />
          <slots.Restores />
          <slots.Approvals />
          <Calm rows={rows} mayRespond={directory.may('responder')} />
        </>
      )}
      <Recent directory={directory} incidents={rows} onShow={(id) => void navigate({ to: `/incidents/${id}` })} />
    </AsidePage>
  );
}

/** With all that is open in the storm there is no list with a cursor: keys act on what lapses first. */
function Focused({ row }: { row: Row<'incident'> }) {
  useFocusedIncident({ id: row.id, ...row.doc });
  return null;
}
