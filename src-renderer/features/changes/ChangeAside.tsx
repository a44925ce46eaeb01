import { useTranslation } from 'react-i18next';
import { workSpan } from '../../../src-shared/change/work-span.ts';
import type { Change } from '../../../src-shared/model/change.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { MINUTE } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { createFormat, useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { LinkedIncidents, LinkedRuns } from './ChangeLinks.tsx';
import styles from './Changes.module.css';
import { spanText } from './span-text.ts';

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
            ...(doc.until === undefined
              ? []
              : [{ id: 'until', term: t('changes.field.until'), value: format.moment(doc.until, now) }]),
            { id: 'length', term: t('changes.field.length'), value: format.duration(to - from) },
            { id: 'owner', term: t('changes.field.owner'), value: directory.person(doc.owner)?.name ?? none },
            { id: 'team', term: t('changes.field.team'), value: directory.team(doc.team)?.name ?? none },
          ]}
        />
      </div>
      <LinkedIncidents id={id} doc={doc} directory={directory} />
      <LinkedRuns id={id} doc={doc} directory={directory} />
      <Deployed doc={doc} />
    </>
  );
}

/** What senders told of its services while it was worked on. */
function Deployed({ doc }: { doc: Change }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { from, to } = workSpan(doc, now);
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
