import { useTranslation } from 'react-i18next';
import type { Revision } from '../../../../src-shared/model/procedure.ts';
import { staleSince } from '../../../../src-shared/procedure/review-due.ts';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWithin } from '../../../data/entry-words.ts';
import { useUnconfirmedIds } from '../../../data/hooks.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute, useTimed } from '../../../platform/now.ts';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { WaitingMark } from '../../../ui/WaitingMark.tsx';
import styles from './ProcedurePage.module.css';

interface Props {
  row: Row<'procedure'>;
  text: Revision | undefined;
  directory: Directory;
}

/** What it is, how it came to be as it is, and whether it can be relied on. */
export function ProcedureHeading({ row: { id, doc }, text, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const stale = useTimed((at) => staleSince(doc, at));
  const isWaiting = useUnconfirmedIds('procedure').has(id);
  const by = actorWithin(text?.by ?? doc.updatedBy, { t, directory });
  const facts = [
    t(`procedurePage.kind.${doc.kind}`),
    doc.steps > 0 && t('procedurePage.steps', { count: doc.steps }),
    doc.fromPack
      ? t('procedurePage.fromPack')
      : t('procedurePage.written', { time: format.moment(text?.at ?? doc.updatedAt, now), by }),
    text?.merged && t('procedurePage.merged'),
  ].filter(Boolean);
  return (
    <header className={styles.heading} data-selectable>
      <PageTitle>{doc.title}</PageTitle>
      <p className={styles.facts}>{facts.join(' · ')}</p>
      {doc.archived && <p className={styles.notice}>{t('procedurePage.archivedNotice')}</p>}
      {stale !== undefined && (
        <p className={styles.notice} data-tone="stale">
          {t(doc.reviewedAt === undefined ? 'procedurePage.neverReviewed' : 'procedurePage.stale', {
            since: format.shortDate(stale),
            reviewed: doc.reviewedAt === undefined ? '' : format.shortDate(doc.reviewedAt),
          })}
        </p>
      )}
      {isWaiting && <WaitingMark why={t('procedurePage.waitingWhy')}>{t('procedurePage.waiting')}</WaitingMark>}
    </header>
  );
}
