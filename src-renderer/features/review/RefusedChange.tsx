import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReviewRow } from '../../../src-shared/sync/local-store.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useLive, useRecord } from '../../data/hooks.ts';
import { filesIn } from '../../data/refused-files.ts';
import { useFileTiles } from '../../data/use-file-tiles.ts';
import { changeErrorText, rejectionText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useMinute } from '../../platform/now.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { FileTiles } from '../../ui/FileTiles.tsx';
import { changeWhat } from './change-words.ts';
import styles from './ReviewPage.module.css';
import { saidIn, subjectOf } from './subject.ts';

export function RefusedChange({ row }: { row: ReviewRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { review } = useData();
  const notices = useNotices();
  const copy = useCopy();
  const subject = useLive((_, records) => subjectOf(records, row.mutation, format.zone), [row.id, format.zone]);
  const said = saidIn(row.mutation);
  const brought = useMemo(
    () => filesIn(row.mutation).map((file, index) => ({ id: String(index), file })),
    [row.mutation],
  );
  const files = useFileTiles(brought);
  const { by, at } = row.detail ?? {};
  const other = useRecord('person', typeof by === 'string' ? by : undefined);
  const who = other?.doc.name ?? by;

  const retry = async () => {
    const result = await review.retry(row);
    if (!result.ok) {
      return notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error), detail: subject?.title });
    }
    notices.tell({ tone: 'done', text: t('review.retried') });
  };

  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <b>{changeWhat(t, row.mutation)}</b>
        {subject && (
          <Link to={subject.path} className={styles.subject}>
            {subject.title}
            {subject.day !== undefined && ` · ${format.date(subject.day)}`}
          </Link>
        )}
      </div>
      <p className={styles.why}>
        {rejectionText(t, row.reason, row.detail)}
        {who !== undefined && typeof at === 'number' && ` ${t('review.by', { who, time: format.moment(at, now) })}`}
      </p>
      {said !== undefined && <blockquote className={styles.said}>{said}</blockquote>}
      {files.length > 0 && (
        <div className={styles.files}>
          <FileTiles label={t('evidence.label')} files={files} />
        </div>
      )}
      <p className={styles.when}>
        {t('review.when', { done: format.moment(row.mutation.at, now), refused: format.moment(row.rejectedAt, now) })}
      </p>
      <div className={styles.actions}>
        <Button size="small" onPress={() => void retry()}>
          {t('review.retry')}
        </Button>
        <Button size="small" variant="quiet" onPress={() => void copy(review.copy(row), t('app.copied'))}>
          {t('review.copy')}
        </Button>
        <Button size="small" variant="quiet" onPress={() => void review.discard(row)}>
          {t('review.discard')}
        </Button>
      </div>
    </li>
  );
}
