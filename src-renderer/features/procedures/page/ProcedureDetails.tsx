import { Link } from '@tanstack/react-router';
import { Fragment, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { termsOn } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { reviewDueAt } from '../../../../src-shared/procedure/review-due.ts';
import { ruleWords } from '../../../../src-shared/recurrence/words.ts';
import { formatMatchers } from '../../../../src-shared/silence/parse.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { localDate } from '../../../../src-shared/time/zone.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { DefinitionList } from '../../../ui/DefinitionList.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { languageName } from './language-name.ts';
import styles from './ProcedurePage.module.css';
import { usePlansOf } from './use-procedure-page.ts';

interface Props {
  row: Row<'procedure'>;
  directory: Directory;
}

const chips = (values: readonly string[], isMono = false) => (
  <span className={styles.chips}>
    {values.map((value) => (
      <span key={value} className={styles.chip} data-mono={isMono || undefined}>
        {value}
      </span>
    ))}
  </span>
);

/** Whom and what it belongs to, when it was looked over, and where it came from. */
export function ProcedureDetails({ row: { id, doc }, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const due = reviewDueAt(doc);
  const today = localDate(now, format.zone);
  const plans = usePlansOf(id, today);
  const services = doc.services.map((id) => directory.service(id)?.name ?? id);
  const date = (at: number | undefined) =>
    at === undefined ? undefined : (
      <time title={format.full(at)} dateTime={new Intl.DateTimeFormat('sv').format(at)}>
        {format.shortDate(at)}
        <span className={styles.quiet}> · {format.ago(at, now)}</span>
      </time>
    );
  const length = (millis: number) => (millis === 0 ? '0' : format.duration(millis));
  const facts: [string, ReactNode][] = [
    ['team', directory.team(doc.team)?.name],
    ['owner', directory.person(doc.owner)?.name],
    ['services', services.length > 0 && chips(services)],
    ['tags', doc.tags.length > 0 && chips(doc.tags)],
    [
      'phase',
      doc.phase &&
        t('procedurePage.phaseWindow', {
          priority: doc.phase.priority,
          from: length(doc.phase.from),
          to: length(doc.phase.to),
        }),
    ],
    [
      'plans',
      plans.length > 0 && (
        <ul className={styles.plans}>
          {plans.map((plan) => (
            <li key={plan.id}>
              <Link to="/maintenance/plans/$id" params={{ id: plan.id }}>
                {plan.doc.title}
              </Link>
              <span className={styles.quiet}>{ruleWords(termsOn(plan.doc.terms, today), format.language)}</span>
            </li>
          ))}
        </ul>
      ),
    ],
    ['language', doc.language && languageName(doc.language, format.language)],
    ['testedAt', doc.kind !== 'reference' && (date(doc.testedAt) ?? t('procedurePage.never'))],
    ['reviewedAt', date(doc.reviewedAt) ?? t('procedurePage.never')],
    ['reviewEvery', doc.reviewEvery !== undefined && t('procedurePage.everyDays', { count: doc.reviewEvery })],
    ['reviewDue', date(due)],
    ['section', doc.place ? doc.place.titles.join(' › ') : doc.section],
    [
      'source',
      doc.source && (
        <>
          {doc.source.collection}
          <br />
          <code className={styles.mono}>{doc.source.path}</code>
        </>
      ),
    ],
    ['revision', t('procedurePage.revisionNumber', { number: doc.revision })],
  ];
  const { alertNames = [], matchers = [] } = doc.match ?? {};
  return (
    <>
      <SectionHeading>{t('procedurePage.details')}</SectionHeading>
      <div className={styles.inset}>
        <DefinitionList
          items={facts.flatMap(([id, value]) => (value ? [{ id, term: t(`procedurePage.field.${id}`), value }] : []))}
        />
      </div>
      {(alertNames.length > 0 || matchers.length > 0) && (
        <>
          <SectionHeading>{t('procedurePage.alerts')}</SectionHeading>
          <div className={styles.inset}>
            {alertNames.length > 0 && chips(alertNames, true)}
            {matchers.length > 0 && (
              <p className={styles.matchers}>
                {matchers.map((all, index) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a list of matchers has no other identity than its place
                  <Fragment key={index}>
                    <code className={styles.mono}>{formatMatchers(all)}</code>
                  </Fragment>
                ))}
              </p>
            )}
          </div>
        </>
      )}
    </>
  );
}
