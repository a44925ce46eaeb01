import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { partsOf } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { IncidentStatus } from '../../../src-shared/model/incident.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWords } from '../../data/entry-words.ts';
import { useLive, useRecord } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { ListNote } from '../../ui/ListNote.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { StatusPill } from '../../ui/StatusPill.tsx';
import styles from './Details.module.css';
import { webAddress } from './web-address.ts';

interface Props {
  row: Row<'incident'>;
  /** As the server has it. */
  status: IncidentStatus;
  directory: Directory;
  /** Incidents merged with this one. */
  others: readonly string[];
}

/** Who and what the incident belongs to, and what it is tied to. */
export function Details({ row, status, directory, others }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { bridge } = useMachine();
  const { doc } = row;
  const merged = useLive((_, records) => records.many('incident', others), [others.join()]);
  const absorbed = useMemo(
    () => merged?.flatMap((one) => (one && one.id !== doc.mergedInto ? [one] : [])),
    [merged, doc],
  );
  const plan = useRecord('plan', doc.occurrence && partsOf(doc.occurrence).plan);
  const into = merged?.find((one) => one?.id === doc.mergedInto);
  const mine = doc.assignee !== undefined && doc.assignee === directory.me;
  const facts: [string, ReactNode][] = [
    [
      'status',
      <StatusPill key="status" status={status}>
        {t(`incident.status.${status}`)}
      </StatusPill>,
    ],
    ['assignee', mine ? t('incident.you') : (directory.person(doc.assignee)?.name ?? t('incident.nobody'))],
    ['team', directory.team(doc.team)?.name ?? '—'],
    ['service', directory.service(doc.service)?.name ?? '—'],
    ['policy', directory.policy(doc.policy).name],
    [
      'openedAt',
      <span key="at" title={format.full(doc.openedAt)}>
        {format.moment(doc.openedAt, now)}
      </span>,
    ],
    ['openedBy', actorWords(doc.openedBy, { t, directory })],
  ];
  if (doc.occurrence !== undefined) {
    facts.push([
      'occurrence',
      <Link key="occurrence" to={`/maintenance/${encodeURIComponent(doc.occurrence)}`}>
        {plan?.doc.title ?? t('maintenance.one')}
      </Link>,
    ]);
  }
  if (doc.reopenings) facts.push(['reopenings', format.number(doc.reopenings)]);
  return (
    <>
      <SectionHeading>{t('incident.details')}</SectionHeading>
      <div className={styles.facts}>
        <DefinitionList items={facts.map(([id, value]) => ({ id, term: t(`incident.field.${id}`), value }))} />
      </div>
      <SectionHeading>{t('incident.field.links')}</SectionHeading>
      {doc.links.length === 0 && <ListNote>{t('incident.noLinks')}</ListNote>}
      <ul className={styles.links}>
        {doc.links.map(({ url, title }) => {
          const address = webAddress(url);
          return (
            <li key={url} title={url}>
              {address === undefined ? (
                title
              ) : (
                <Button
                  variant="quiet"
                  size="small"
                  onPress={() => void bridge.call('app.openExternal', { url: address })}
                >
                  {title}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {(into || (absorbed && absorbed.length > 0)) && (
        <>
          <SectionHeading>{t('incident.field.merged')}</SectionHeading>
          <ul className={styles.links}>
            {into && (
              <li>
                <Link to={`/incidents/${into.doc.number ?? into.id}`}>
                  {t('incident.mergedInto', { incident: nameOf(into.doc) })}
                </Link>
              </li>
            )}
            {absorbed?.map((one) => (
              <li key={one.id}>
                <Link to={`/incidents/${one.doc.number ?? one.id}`}>
                  {t('incident.mergedFrom', { incident: nameOf(one.doc) })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
