import { useNavigate } from '@tanstack/react-router';
import ListTodo from 'lucide-react/icons/list-todo';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { partsOf } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import { localDate } from '../../../src-shared/time/zone.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useList, useLive, useUnconfirmedIds } from '../../data/hooks.ts';
import { nameOf, numberOf } from '../../data/incident-line.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker, useTimed } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { focusFirstRow, rowKeys, useKeptRow } from '../../platform/row-keys.ts';
import { saveFile } from '../../platform/save-file.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ListNote } from '../../ui/ListNote.tsx';
import { ListPage, ListScroll } from '../../ui/ListPage.tsx';
import { MarkedRows } from '../../ui/MarkedRows.tsx';
import { RowMark } from '../../ui/RowMark.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { usePostMortemDesk } from './desk.ts';
import { FollowUpRow } from './FollowUpRow.tsx';
import rowStyles from './FollowUps.module.css';
import { FOLLOW_UP_VIEWS, followUpsAsCsv, isInView, listFollowUps } from './follow-up-list.ts';
import { ListKeys } from './ListKeys.tsx';
import styles from './PostMortems.module.css';
import { Tabs } from './Tabs.tsx';

/** As many rows are drawn; the rest is in the export, and found by the search. */
const MOST_ROWS = 300;

/** Everything that incidents left to be done, until it is done. */
export function FollowUpsPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.postMortems') });
  const directory = useDirectory();
  if (!directory) return <Skeleton lines={8} label={t('followUp.loading')} />;
  return <FollowUps directory={directory} />;
}

function FollowUps({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const runner = useCommandRunner();
  const desk = usePostMortemDesk();
  const filter = useStore(desk.list);
  const navigate = useNavigate();
  const all = useList('followUp');
  const plans = useList('plan');
  const unconfirmed = useUnconfirmedIds('followUp');
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const list = useRef<HTMLUListElement>(null);
  // What is late changes with the day, not with the second.
  const today = useTimed((now) => localDate(now, format.zone));
  const by = useMemo(
    () => ({ me: directory.me, zone: format.zone, now: ticker.now(), today }),
    [directory.me, format.zone, ticker, today],
  );
  const rows = useMemo(() => all && listFollowUps(all, filter, by), [all, filter, by]);
  const shown = useMemo(() => rows?.slice(0, MOST_ROWS), [rows]);
  const about = useIncidentsOf(all?.flatMap(({ doc }) => doc.incident ?? []));
  const isHere = rows !== undefined && rows.length > 0;
  useEffect(() => {
    if (isHere) focusFirstRow(list.current);
  }, [isHere]);
  useKeptRow(list, isHere);
  if (!all || !rows || !shown) return <Skeleton lines={8} label={t('followUp.loading')} />;

  const may = directory.may('responder');
  const chosen = rows.filter(({ id, doc }) => marked.has(id) && doc.status === 'open').map(({ id }) => id);
  const counts = Object.fromEntries(
    FOLLOW_UP_VIEWS.map((view) => [view, all.filter((row) => isInView(row, view, by)).length]),
  );
  const toggle = (id: string) => {
    const next = new Set(marked);
    if (!next.delete(id)) next.add(id);
    setMarked(next);
  };
  const originOf = ({ incident: of, occurrence }: FollowUp) => {
    if (of !== undefined) {
      const incident = about?.get(of);
      return { path: `/incidents/${incident?.number ?? of}`, name: (incident && numberOf(incident)) || '…' };
    }
    if (occurrence === undefined) return undefined;
    const plan = plans?.find(({ id }) => id === partsOf(occurrence).plan);
    return { path: `/maintenance/${encodeURIComponent(occurrence)}`, name: plan?.doc.title ?? '…' };
  };
  const finish = (ids: readonly string[]) => {
    setMarked(new Set());
    void desk.actions.end(ids, { status: 'done' });
  };
  const onKeyDown = rowKeys((key, id) => {
    const row = rows.find((one) => one.id === id);
    if (key === 'Escape' && marked.size > 0) setMarked(new Set());
    else if (!row) return false;
    else if (key === 'x') toggle(id);
    else if (key === 'd' && may && (chosen.length > 0 || row.doc.status === 'open')) {
      finish(chosen.length > 0 ? chosen : [id]);
    } else if (key === 'o') {
      const { incident: of } = row.doc;
      const incident = of && about?.get(of);
      const origin = originOf(row.doc);
      if (incident) runner.run('incident.show', { incident: { id: of, ...incident }, place: '/post-mortems' });
      else if (origin) void navigate({ to: origin.path });
    } else return false;
    return true;
  });
  const save = () =>
    saveFile(
      `${t('followUp.file')}-${format.fileDay(ticker.now())}.csv`,
      'text/csv',
      followUpsAsCsv(rows, {
        column: (name) => t(`followUp.column.${name}`),
        status: (status) => t(`followUp.status.${status}`),
        person: (id) => directory.person(id)?.name,
        team: (id) => directory.team(id)?.name,
        incident: (id) => {
          const incident = id && about?.get(id);
          return incident ? nameOf(incident) : id;
        },
      }),
    );

  return (
    <ListPage>
      <Tabs current="followUps" />
      <div className={styles.bar}>
        <SearchField
          label={t('followUp.search')}
          value={filter.text}
          onChange={(text) => desk.list.setState({ text })}
        />
        <SegmentedControl
          label={t('followUp.shown')}
          value={filter.view}
          onChange={(view) => {
            desk.list.setState({ view });
            setMarked(new Set());
          }}
          options={FOLLOW_UP_VIEWS.map((id) => ({
            id,
            label: (
              <>
                {t(`followUp.view.${id}`)} <span className={styles.tally}>{format.number(counts[id] ?? 0)}</span>
              </>
            ),
          }))}
        />
        <span className={styles.end}>
          <Button size="small" isDisabled={rows.length === 0} onPress={save}>
            {t('followUp.csv')}
          </Button>
        </span>
      </div>
      {shown.length === 0 ? (
        <EmptyState
          icon={<ListTodo size={28} strokeWidth={1.4} aria-hidden />}
          title={t(filter.text.trim() ? 'followUp.noMatch' : `followUp.empty.${filter.view}`)}
        >
          {filter.text.trim() || all.length > 0 ? undefined : t('followUp.emptyWhy')}
        </EmptyState>
      ) : (
        <ListScroll>
          <ul
            ref={list}
            className={rowStyles.list}
            aria-label={t('followUp.tab')}
            data-own-keys="j k x d o"
            onKeyDown={onKeyDown}
          >
            {shown.map((row) => {
              return (
                <FollowUpRow
                  key={row.id}
                  row={row}
                  directory={directory}
                  isWaiting={unconfirmed.has(row.id)}
                  about={originOf(row.doc)}
                  mark={
                    <RowMark
                      label={t('followUp.mark', { title: row.doc.title })}
                      isMarked={marked.has(row.id)}
                      onMark={() => toggle(row.id)}
                    />
                  }
                />
              );
            })}
          </ul>
          {rows.length > shown.length && (
            <ListNote isMore>{t('followUp.more', { count: rows.length - shown.length })}</ListNote>
          )}
        </ListScroll>
      )}
      {marked.size > 0 ? (
        <MarkedRows
          label={t('followUp.markedLabel')}
          count={t('followUp.marked', { count: marked.size })}
          unmark={t('followUp.unmark')}
          onUnmark={() => setMarked(new Set())}
        >
          <Button
            size="small"
            variant="primary"
            keys="D"
            isDisabled={!may || chosen.length === 0}
            onPress={() => finish(chosen)}
          >
            {t('followUp.finish')}
          </Button>
          <Button
            size="small"
            isDisabled={!may || chosen.length === 0}
            onPress={() => desk.ask({ kind: 'drop', ids: chosen })}
          >
            {t('followUp.act.drop')}
          </Button>
        </MarkedRows>
      ) : (
        shown.length > 0 && (
          <ListKeys
            keys={{ move: 'J K', edit: 'Enter', mark: 'X', finish: 'D', open: 'O' }}
            label={(id) => t(`followUp.key.${id}`)}
          />
        )
      )}
    </ListPage>
  );
}

/** The incidents that follow-ups are of, closed ones as well. */
function useIncidentsOf(ids: readonly string[] | undefined): ReadonlyMap<string, Incident> | undefined {
  const wanted = [...new Set(ids)].sort();
  return useLive(
    async (_, records) => {
      const rows = await records.many('incident', wanted);
      return new Map(rows.flatMap((row) => (row ? [[row.id, row.doc] as const] : [])));
    },
    [wanted.join()],
  );
}
