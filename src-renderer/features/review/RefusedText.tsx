import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { revisionId } from '../../../src-shared/model/procedure.ts';
import type { ReviewRow } from '../../../src-shared/sync/local-store.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useLive } from '../../data/hooks.ts';
import { diffWords } from '../../platform/diff-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { TextDiff } from '../../ui/TextDiff.tsx';
import { changeWhat, type RefusedEdit } from './change-words.ts';
import styles from './ReviewPage.module.css';

/** A text that two people changed in the same place: both are here, and one text is made of them in the editor. */
export function RefusedText({ row, edit }: { row: ReviewRow; edit: RefusedEdit }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { review } = useData();
  const copy = useCopy();
  const { collection, id } = edit;
  const standing = useLive(
    async (_, records) => {
      const head = await records.get(collection, id);
      if (!head) return null;
      const of = { collection, id };
      return (await records.get('revision', revisionId(of, head.doc.revision)))?.doc ?? null;
    },
    [collection, id],
  );
  if (standing === undefined) return null;
  return (
    <li className={styles.text}>
      <div className={styles.what}>
        <b>{changeWhat(t, row.mutation)}</b>
        {standing && (
          <Link to={edit.path} className={styles.subject}>
            {standing.title}
          </Link>
        )}
      </div>
      <p className={styles.why}>{standing ? t('review.text.why') : t('review.text.gone')}</p>
      {standing && (
        <>
          {standing.title !== edit.title && (
            <p className={styles.titles}>
              <del>{standing.title}</del> <ins>{edit.title}</ins>
            </p>
          )}
          <p className={styles.when}>
            {t('review.text.diff')} · {t('review.text.standing', { number: standing.number })} → {t('review.text.mine')}
          </p>
          <div className={styles.diff}>
            <TextDiff before={standing.body} after={edit.body} label={t('review.text.diff')} {...diffWords(t)} />
          </div>
        </>
      )}
      <p className={styles.when}>
        {t('review.when', { done: format.moment(row.mutation.at, now), refused: format.moment(row.rejectedAt, now) })}
      </p>
      <div className={styles.textActions}>
        {standing && edit.settlePath !== undefined && (
          <Link to={edit.settlePath} className={styles.open}>
            {t('review.text.open')}
          </Link>
        )}
        <Button size="small" variant="quiet" onPress={() => void copy(edit.body, t('app.copied'))}>
          {t('review.text.copy')}
        </Button>
        <Button size="small" variant="quiet" onPress={() => void review.discard(row)}>
          {t('review.discard')}
        </Button>
      </div>
    </li>
  );
}
