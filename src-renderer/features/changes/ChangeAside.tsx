import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Change, changeId } from '../../../src-shared/model/change.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { createFormat, useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';
import { spanText } from './span-text.ts';

/** When it was, or will be, worked on: what falls into it may have to do with it. */
const spanOf = ({ startedAt, endedAt, window }: Change) => ({
  from: startedAt ?? window.from,
  to: endedAt ?? Math.max(window.to, startedAt ?? 0),
});

/** What a change is about, and what happened to its services meanwhile. */
export function ChangeAside({ row: { id, doc }, directory }: { row: Row<'change'>; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { from, to, zone } = doc.window;
  const span = (words: typeof format) => spanText(t, words, { from, to, now });
  const there = zone === format.zone ? '' : span(createFormat({ language: format.language, zone }));
  const none = t('changes.none');
  return (
    <>
      <SectionHeading>{t('changes.about')}</SectionHeading>
      <div className={styles.block}>
        <DefinitionList
          items={[
            { id: 'type', term: t('changes.field.type'), value: t(`changes.type.${doc.type}`) },
            { id: 'cadence', term: t('changes.field.cadence'), value: t(`changes.cadence.${doc.type}`) },
            {
              id: 'services',
              term: t('changes.field.services'),
              value: doc.services.map((one) => directory.service(one)?.name ?? one).join(', ') || none,
            },
            { id: 'window', term: t('changes.field.window'), value: span(format) },
            ...(there ? [{ id: 'there', term: zone.replaceAll('_', ' '), value: there }] : []),
            { id: 'length', term: t('changes.field.length'), value: format.duration(to - from) },
            { id: 'owner', term: t('changes.field.owner'), value: directory.person(doc.owner)?.name ?? none },
            { id: 'team', term: t('changes.field.team'), value: directory.team(doc.team)?.name ?? none },
          ]}
        />
      </div>
      <Incidents id={id} doc={doc} directory={directory} />
      <Deployed doc={doc} />
    </>
  );
}

function Incidents({ id, doc, directory }: { id: string; doc: Change; directory: Directory }) {
  const { t } = useTranslation();
  const { actions } = useChangeDesk();
  const linked = useLive((_, records) => records.many('incident', doc.incidents), [doc.incidents.join()]);
  const { rows } = useIncidents({ closed: true });
  const { from, to } = spanOf(doc);
  const suggested = useMemo(
    () =>
      [...rows.values()]
        .filter(
          ({ id: incident, doc: { service, openedAt } }) =>
            service !== undefined &&
            doc.services.includes(service) &&
            from <= openedAt &&
            openedAt < to + HOUR &&
            !doc.incidents.some((one) => one === incident),
        )
        .sort((a, b) => b.doc.openedAt - a.doc.openedAt)
        .slice(0, 10),
    [rows, doc.services, doc.incidents, from, to],
  );
  const known = linked?.flatMap((row) => (row ? [row] : [])) ?? [];
  if (known.length === 0 && suggested.length === 0) return null;
  const may = directory.may('responder');
  const link = (incident: string, on: boolean) =>
    actions.act(
      on ? 'linked' : 'unlinked',
      'change.link',
      { id: changeId(id), incident: incidentId(incident), on },
      () => actions.mutate('change.link', { id: changeId(id), incident: incidentId(incident), on: !on }),
    );
  const list = (some: typeof known, on: boolean) => (
    <ul className={styles.incidents}>
      {some.map((row) => (
        <li key={row.id}>
          <PriorityBadge priority={row.doc.priority} />
          <Link to="/incidents/$address" params={{ address: String(row.doc.number ?? row.id) }}>
            {nameOf(row.doc)}
          </Link>
          {may && (
            <Button
              size="small"
              variant="quiet"
              aria-label={t(on ? 'changes.linkThis' : 'changes.unlinkThis', { incident: nameOf(row.doc) })}
              onPress={() => void link(row.id, on)}
            >
              {t(on ? 'changes.act.link' : 'changes.act.unlink')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <>
      {known.length > 0 && (
        <>
          <SectionHeading note={String(known.length)}>{t('changes.incidents')}</SectionHeading>
          {list(known, false)}
        </>
      )}
      {suggested.length > 0 && (
        <>
          <SectionHeading note={String(suggested.length)}>{t('changes.suggested')}</SectionHeading>
          {list(suggested, true)}
        </>
      )}
    </>
  );
}

/** What senders told of its services while it was worked on. */
function Deployed({ doc }: { doc: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { from, to } = spanOf(doc);
  const events = useLive(
    async (db) =>
      (
        await db.changeEvent
          .where('ref')
          .anyOf([...doc.services])
          .toArray()
      ).map((row) => row.doc),
    [doc.services.join()],
  );
  const during = (events ?? [])
    .filter(({ at }) => from - MINUTE <= at && at < to + MINUTE)
    .sort((a, b) => b.at - a.at)
    .slice(0, 20);
  if (during.length === 0) return null;
  return (
    <>
      <SectionHeading note={String(during.length)}>{t('changes.deployed')}</SectionHeading>
      <ul className={styles.incidents}>
        {during.map((event) => (
          <li key={`${event.at}/${event.summary}`} data-event>
            <span className={styles.faint}>{format.moment(event.at, now)}</span>
            <span>{event.summary}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
