import { useTranslation } from 'react-i18next';
import { useReview } from '../../data/hooks.ts';
import { usePageHeading } from '../../platform/page-heading.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { refusedEdit } from './change-words.ts';
import { RefusedChange } from './RefusedChange.tsx';
import { RefusedText } from './RefusedText.tsx';
import styles from './ReviewPage.module.css';

/** « À revoir »: changes that the server refused. Nothing leaves this list but by the person's hand. */
export function ReviewPage() {
  const { t } = useTranslation();
  const rows = useReview();
  usePageHeading({ title: t('place.review') });
  if (!rows) return null;
  if (rows.length === 0) return <EmptyState title={t('review.nothing')}>{t('review.nothingWhy')}</EmptyState>;
  return (
    <section className={styles.page}>
      <p className={styles.intro}>{t('review.intro')}</p>
      <ul className={styles.list}>
        {rows
          .toSorted((a, b) => b.rejectedAt - a.rejectedAt)
          .map((row) => {
            const edit = refusedEdit(row);
            return edit ? <RefusedText key={row.id} row={row} edit={edit} /> : <RefusedChange key={row.id} row={row} />;
          })}
      </ul>
    </section>
  );
}
