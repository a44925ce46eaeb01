import { Link } from '@tanstack/react-router';
import GitPullRequest from 'lucide-react/icons/git-pull-request';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { isOpenChange } from '../../../src-shared/change/transitions.ts';
import { plannedEnd } from '../../../src-shared/change/work-span.ts';
import { CHANGE_TYPES } from '../../../src-shared/model/change-type.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useUnconfirmedIds } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { focusFirstRow, rowKeys, useKeptRow } from '../../platform/row-keys.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterChip } from '../../ui/FilterChip.tsx';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { ListBar } from '../../ui/ListBar.tsx';
import { ListPage } from '../../ui/ListPage.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { ViewTab, ViewTabs } from '../../ui/ViewTabs.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { ChangeCalendar } from './ChangeCalendar.tsx';
import { ChangeState } from './ChangeState.tsx';
import styles from './Changes.module.css';
import { DueUpdates } from './DueUpdates.tsx';
import { useChangeDesk } from './desk.ts';
import { CHANGE_VIEWS, fits, OPEN_CHANGES, shownChanges } from './list-model.ts';
import { useAskedBy } from './PlannedBy.tsx';
import { spanText } from './span-text.ts';
import { type Surroundings, useSurroundings } from './use-surroundings.ts';

/** As many are drawn; the others are found by searching. */
const MOST = 300;

/** System updates: what is under way, what waits for a word, the month, and what was. */
export function ChangesPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.changes') });
  const directory = useDirectory();
  const around = useSurroundings();
  if (!directory || !around) return <Skeleton lines={8} label={t('changes.loading')} />;
  return <Changes directory={directory} around={around} />;
}

function Changes({ directory, around }: { directory: Directory; around: Surroundings }) {
  const { t } = useTranslation();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const { list } = useChangeDesk();
  const filter = useStore(list);
  const { changes, freezes } = around;
  const shown = useMemo(() => shownChanges(changes, filter), [changes, filter]);
  const page = useRef<HTMLDivElement>(null);
  const hasRows = filter.view !== 'calendar' && shown.length > 0;
  const { view } = filter;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view begins at its first row
  useEffect(() => {
    if (hasRows) focusFirstRow(page.current);
  }, [hasRows, view]);
  useKeptRow(page, hasRows);
  const may = directory.may('responder');
  const keysOf = (id: string) => displayKeys(runner.find(id)?.keys ?? '', info.platform).join(' ');
  const narrowed = filter.text !== '' || filter.types.length > 0 || filter.services.length > 0;
  const waiting = changes.filter(({ doc }) => doc.status === 'proposed').length;
  const summary = (labels: string[]) => labels.join(', ');
  const makeNew = (
    <Button
      size="small"
      variant="primary"
      keys={keysOf('change.new')}
      isDisabled={!may}
      reason={may ? undefined : t('incident.why.viewer')}
      onPress={() => runner.run('change.new')}
    >
      {t('changes.new')}
    </Button>
  );

  return (
    <ListPage>
      <ViewTabs
        label={t('changes.views')}
        end={
          <span className={styles.acts}>
            <Button size="small" onPress={() => runner.run('change.monitoring')}>
              {t('changes.monitoring.open')}
            </Button>
            {directory.may('lead') && (
              <Button size="small" keys={keysOf('change.freeze')} onPress={() => runner.run('change.freeze')}>
                {t('changes.freeze.new')}
              </Button>
            )}
            {makeNew}
          </span>
        }
      >
        {CHANGE_VIEWS.map((view) => (
          <ViewTab key={view} current={view === filter.view} onPress={() => list.setState({ view })}>
            {view === 'approve' && waiting > 0
              ? t('changes.view.approveCount', { count: waiting })
              : t(`changes.view.${view}`)}
          </ViewTab>
        ))}
      </ViewTabs>
      {(changes.length > 0 || freezes.length > 0) && (
        <ListBar count={t('changes.count', { count: shown.length })}>
          <SearchField label={t('changes.search')} value={filter.text} onChange={(text) => list.setState({ text })} />
          <FilterChip
            label={t('changes.field.type')}
            removeLabel={t('changes.clear')}
            options={CHANGE_TYPES.map((id) => ({ id, label: t(`changes.type.${id}`) }))}
            chosen={filter.types}
            onChange={(types) => list.setState({ types })}
            summary={summary}
          />
          <FilterChip
            label={t('changes.field.services')}
            removeLabel={t('changes.clear')}
            options={directory.services.map(({ id, doc }) => ({ id, label: doc.name }))}
            chosen={filter.services}
            onChange={(services) => list.setState({ services })}
            summary={summary}
          />
        </ListBar>
      )}
      <div className={filter.view === 'calendar' ? styles.whole : styles.scroll}>
        {filter.view === 'open' && !narrowed && may && <DueUpdates changes={changes} />}
        {filter.view === 'calendar' ? (
          <ChangeCalendar
            changes={changes.filter((line) => fits(line, filter))}
            around={around}
            directory={directory}
          />
        ) : shown.length === 0 ? (
          <EmptyState
            icon={<GitPullRequest size={28} strokeWidth={1.4} aria-hidden />}
            title={t(narrowed ? 'changes.noMatch' : `changes.empty.${filter.view}`)}
            actions={
              narrowed ? (
                <Button onPress={() => list.setState({ ...OPEN_CHANGES, view: filter.view })}>
                  {t('changes.clearAll')}
                </Button>
              ) : (
                makeNew
              )
            }
          >
            {narrowed ? undefined : t('changes.emptyWhy')}
          </EmptyState>
        ) : (
          // biome-ignore lint/a11y/noStaticElementInteractions: keys of the links inside
          <div ref={page} data-own-keys="j k" onKeyDown={rowKeys(() => false)}>
            <ul className={styles.list} aria-label={t('place.changes')}>
              {shown.slice(0, MOST).map((row) => (
                <ChangeRow key={row.id} row={row} directory={directory} around={around} />
              ))}
            </ul>
          </div>
        )}
      </div>
      {hasRows && (
        <KeyLine
          items={[
            { id: 'move', keys: displayKeys('J K', info.platform), label: t('changes.key.move') },
            { id: 'open', keys: displayKeys('Enter', info.platform), label: t('changes.key.open') },
          ]}
        />
      )}
    </ListPage>
  );
}

function ChangeRow({ row, directory, around }: { row: Row<'change'>; directory: Directory; around: Surroundings }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { id, doc } = row;
  const isWaiting = useUnconfirmedIds('change').has(id);
  const met = useMemo(
    () => (isOpenChange(doc) ? around.collisionsOf({ ...doc, id }, now) : []),
    [around, doc, id, now],
  );
  const { from, to } = doc.window;
  const isOver = doc.status === 'inProgress' && now >= plannedEnd(doc);
  const isLate = useAskedBy({ id, doc })?.state.late && isOpenChange(doc);
  return (
    <li data-row={id}>
      <Link to="/changes/$id" params={{ id }} className={styles.line} data-main>
        <ChangeState status={doc.status} />
        <span className={styles.lineTitle}>{doc.title}</span>
        <span className={styles.dim}>{t(`changes.type.${doc.type}`)}</span>
        <span className={styles.ellipsis}>
          {doc.services.map((one) => directory.service(one)?.name ?? one).join(', ')}
        </span>
        <span className={styles.warn}>
          {isWaiting ? (
            <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark>
          ) : (
            [
              isLate && t('changes.planLate'),
              isOver && t('changes.overruns'),
              met.length > 0 && t('changes.collides', { count: met.length }),
            ]
              .filter(Boolean)
              .join(' · ')
          )}
        </span>
        <span className={styles.when}>
          {doc.endedAt === undefined ? spanText(t, format, { from, to, now }) : format.moment(doc.endedAt, now)}
        </span>
      </Link>
    </li>
  );
}
