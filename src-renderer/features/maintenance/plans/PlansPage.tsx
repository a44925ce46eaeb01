import { useNavigate } from '@tanstack/react-router';
import CalendarRange from 'lucide-react/icons/calendar-range';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { localDate } from '../../../../src-shared/time/zone.ts';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { useList, useUnconfirmedIds } from '../../../data/hooks.ts';
import { useMaintenance } from '../../../data/use-maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { focusFirstRow, rowKeys, useKeptRow } from '../../../platform/row-keys.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ListPage, ListScroll } from '../../../ui/ListPage.tsx';
import { RowTitle } from '../../../ui/RowTitle.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { WaitingMark } from '../../../ui/WaitingMark.tsx';
import { dayPointOf } from '../day-model.ts';
import page from '../Maintenance.module.css';
import { Tabs } from '../Tabs.tsx';
import styles from './Plans.module.css';
import { nextByPlan, planState } from './plan-state.ts';
import { useRuleWords } from './use-rule-words.ts';

const STATES = ['running', 'paused', 'ended'] as const;

/** Everything that comes back by itself. */
export function PlansPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.maintenance') });
  const directory = useDirectory();
  return (
    <ListPage>
      <Tabs isPlans />
      {directory ? <Plans directory={directory} /> : <Skeleton lines={8} label={t('maintenance.loading')} />}
    </ListPage>
  );
}

function Plans({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const plans = useList('plan');
  const maintenance = useMaintenance();
  const ruleWords = useRuleWords();
  const unconfirmed = useUnconfirmedIds('plan');
  const list = useRef<HTMLDivElement>(null);
  const may = directory.may('lead');
  const today = localDate(now, format.zone);
  const rows = useMemo(() => {
    if (!plans || !maintenance.loaded) return undefined;
    const next = nextByPlan(maintenance, plans, now);
    const at = (id: string) => next.get(id)?.state.at ?? Number.POSITIVE_INFINITY;
    return [...plans]
      .sort((a, b) => a.doc.title.localeCompare(b.doc.title))
      .sort((a, b) => at(a.id) - at(b.id))
      .map((row) => ({ ...row, state: planState(row.doc, today), next: next.get(row.id) }));
  }, [plans, maintenance, today, now]);
  const isHere = rows !== undefined;
  useEffect(() => {
    if (isHere) focusFirstRow(list.current);
  }, [isHere]);
  useKeptRow(list, isHere);
  if (!rows) return <Skeleton lines={8} label={t('maintenance.loading')} />;
  const make = (
    <Button
      variant="primary"
      isDisabled={!may}
      reason={may ? undefined : t('maintenance.leadOnly')}
      onPress={() => void navigate({ to: '/maintenance/plans/new' })}
    >
      {t('plans.new')}
    </Button>
  );
  if (rows.length === 0) {
    return (
      <EmptyState
        icon={<CalendarRange size={28} strokeWidth={1.4} aria-hidden />}
        title={t('maintenance.noPlans')}
        actions={make}
      >
        {t('maintenance.noPlansWhy')}
      </EmptyState>
    );
  }
  const keys = { 'data-own-keys': 'j k', onKeyDown: rowKeys(() => false) };
  return (
    <>
      <div className={page.over}>
        <span className={styles.count}>{t('plans.count', { count: rows.length })}</span>
        {make}
      </div>
      <ListScroll ref={list} {...keys}>
        {STATES.map((state) => {
          const some = rows.filter((row) => row.state === state);
          if (some.length === 0) return null;
          return (
            <section key={state} aria-label={t(`plans.state.${state}`)}>
              <SectionHeading note={String(some.length)}>{t(`plans.state.${state}`)}</SectionHeading>
              <ul className={page.list}>
                {some.map(({ id, doc, next }) => {
                  const terms = doc.terms.at(-1);
                  const who = directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name;
                  return (
                    <li key={id} className={styles.row} data-row={id}>
                      <RowTitle onPress={() => void navigate({ to: `/maintenance/plans/${encodeURIComponent(id)}` })}>
                        {doc.title}
                      </RowTitle>
                      <span className={styles.rule}>
                        {terms && ruleWords(terms)}
                        {unconfirmed.has(id) && (
                          <WaitingMark why={t('maintenance.waitingWhy')}>{t('maintenance.waiting')}</WaitingMark>
                        )}
                      </span>
                      <span className={styles.who}>
                        {[who ?? t('maintenance.nobody'), directory.service(doc.service)?.name]
                          .filter(Boolean)
                          .join(' · ')}
                      </span>
                      <span className={styles.next}>
                        {next
                          ? next.planned.allDay
                            ? format.shortDate(dayPointOf(next.planned, next.state.at, format.zone))
                            : `${format.shortDate(next.state.at)} ${format.time(next.state.at)}`
                          : '—'}
                      </span>
                    </li>
                  );
                })}
              </ul>
            </section>
          );
        })}
      </ListScroll>
    </>
  );
}
