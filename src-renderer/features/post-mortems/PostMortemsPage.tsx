import { Link } from '@tanstack/react-router';
import FileClock from 'lucide-react/icons/file-clock';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../src-shared/model/incident.ts';
import type { PostMortem } from '../../../src-shared/model/post-mortem.ts';
import { awaitsPostMortem, postMortemDue } from '../../../src-shared/procedure/post-mortem/due.ts';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useLive, useUnconfirmedIds } from '../../data/hooks.ts';
import { numberOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { focusFirstRow, rowKeys } from '../../platform/row-keys.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Holder } from '../../ui/Holder.tsx';
import { ListPage, ListScroll } from '../../ui/ListPage.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { Skeleton } from '../../ui/Skeleton.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { ListKeys } from './ListKeys.tsx';
import styles from './PostMortems.module.css';
import { Tabs } from './Tabs.tsx';

/** Published ones that are drawn, the latest first. */
const MOST_PUBLISHED = 100;

interface Line {
  id: string;
  incident: Incident | undefined;
  doc?: PostMortem;
  due?: Instant | undefined;
}

/** What is to be written, what is being written, and what was learnt. */
export function PostMortemsPage() {
  const { t } = useTranslation();
  usePageHeading({ title: t('place.postMortems') });
  const directory = useDirectory();
  const lines = useLines(directory);
  const page = useRef<HTMLDivElement>(null);
  const isHere = lines !== undefined && lines.awaited.length + lines.drafts.length + lines.published.length > 0;
  useEffect(() => {
    if (isHere) focusFirstRow(page.current);
  }, [isHere]);
  if (!lines || !directory) return <Skeleton lines={8} label={t('postMortem.loading')} />;
  const { awaited, drafts, published } = lines;
  const none = awaited.length + drafts.length + published.length === 0;
  const section = (id: 'awaited' | 'drafts' | 'published', rows: readonly Line[]) =>
    rows.length > 0 && (
      <section aria-label={t(`postMortem.section.${id}`)}>
        <SectionHeading note={String(rows.length)}>{t(`postMortem.section.${id}`)}</SectionHeading>
        <ul className={styles.list}>
          {rows.slice(0, id === 'published' ? MOST_PUBLISHED : rows.length).map((line) => (
            <PostMortemRow key={line.id} line={line} directory={directory} />
          ))}
        </ul>
      </section>
    );
  return (
    <ListPage>
      <Tabs current="postMortems" />
      {none ? (
        <EmptyState icon={<FileClock size={28} strokeWidth={1.4} aria-hidden />} title={t('postMortem.none')}>
          {t('postMortem.noneWhy')}
        </EmptyState>
      ) : (
        <ListScroll ref={page} data-own-keys="j k" onKeyDown={rowKeys(() => false)}>
          {section('awaited', awaited)}
          {section('drafts', drafts)}
          {section('published', published)}
        </ListScroll>
      )}
      {!none && <ListKeys keys={{ move: 'J K', open: 'Enter' }} label={(id) => t(`postMortem.key.${id}`)} />}
    </ListPage>
  );
}

function useLines(directory: Directory | undefined) {
  const { rows: incidents } = useIncidents();
  const found = useLive(async (db, records) => {
    const heads = await db.postMortem.toArray();
    const rows = await records.many(
      'incident',
      heads.map(({ id }) => id),
    );
    return heads.map(({ id, doc }, at) => ({ id, doc, incident: rows[at]?.doc }));
  }, []);
  const calendars = directory?.calendars;
  return useMemo(() => {
    if (!found || !calendars) return undefined;
    const byDue = (a: Line, b: Line) =>
      (a.due ?? Number.POSITIVE_INFINITY) - (b.due ?? Number.POSITIVE_INFINITY) || (a.id < b.id ? -1 : 1);
    const written = new Set(found.map(({ id }) => id));
    const awaited = [...incidents.values()]
      .filter(({ id, doc }) => awaitsPostMortem(doc) && !written.has(id))
      .map(({ id, doc }): Line => ({ id, incident: doc, due: postMortemDue(undefined, doc, calendars) }));
    const lines = found.map((one): Line => {
      const incident = incidents.get(one.id)?.doc ?? one.incident;
      return { ...one, incident, due: postMortemDue(one.doc, incident, calendars) };
    });
    return {
      awaited: awaited.sort(byDue),
      drafts: lines.filter(({ doc }) => doc?.status === 'draft').sort(byDue),
      published: lines
        .filter(({ doc }) => doc?.status === 'published')
        .sort((a, b) => (b.doc?.publishedAt ?? 0) - (a.doc?.publishedAt ?? 0)),
    };
  }, [found, incidents, calendars]);
}

function PostMortemRow({ line: { id, incident, doc, due }, directory }: { line: Line; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const isWaiting = useUnconfirmedIds('postMortem').has(id);
  const isLate = useTimed((at) => doc?.status !== 'published' && due !== undefined && due <= at);
  const owner = directory.person(doc?.owner)?.name;
  let when: ReactNode = '';
  if (due !== undefined) {
    when = isLate
      ? t('postMortem.late', { time: format.momentSince(due, now) })
      : t('postMortem.due', { time: format.moment(due, now) });
  }
  if (doc?.status === 'published' && doc.publishedAt !== undefined && doc.publishedBy) {
    when = t('postMortem.publishedBy', {
      time: format.moment(doc.publishedAt, now),
      by: actorWithin(doc.publishedBy, { t, directory }),
    });
  }
  return (
    <li data-row={id}>
      <Link
        to="/post-mortems/$incident"
        params={{ incident: String(incident?.number ?? id) }}
        className={styles.line}
        data-main
      >
        {incident ? <PriorityBadge priority={incident.priority} /> : <span />}
        <span className={styles.number}>{incident && numberOf(incident)}</span>
        <span className={styles.lineTitle}>{doc?.title ?? incident?.title ?? id}</span>
        {isWaiting ? <WaitingMark why={t('followUp.waitingWhy')}>{t('followUp.waiting')}</WaitingMark> : <span />}
        <span className={styles.who}>
          <Holder name={owner} />
        </span>
        <span className={styles.when} data-late={isLate || undefined}>
          {when}
        </span>
      </Link>
    </li>
  );
}
