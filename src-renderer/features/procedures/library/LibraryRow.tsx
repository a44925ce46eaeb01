import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewDueAt } from '../../../../src-shared/procedure/review-due.ts';
import type { Mark, Snippet } from '../../../../src-shared/procedure/search/highlight.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Marked } from '../../../ui/Marked.tsx';
import { RowName } from '../../../ui/RowName.tsx';
import styles from './LibraryPage.module.css';
import { type ProcedureRow, reviewState, wantsTest } from './list-model.ts';

interface Props {
  row: ProcedureRow;
  marks: readonly Mark[];
  snippet: Snippet | undefined;
  /** Outside of its section's heading: it then says where it is from. */
  isSearch: boolean;
  directory: Directory;
  /** Pixels from the top of the list. */
  start: number;
  index: number;
  count: number;
  isCursor: boolean;
  onPress(id: string): void;
}

const MOST_LABELS = 2;

/** One procedure: what it is, what it is about, and whether it can be trusted. */
export const LibraryRow = memo(function LibraryRow(props: Props) {
  const { row, marks, snippet, isSearch, directory, start, index, count, isCursor, onPress } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { id, doc } = row;
  const labels = [...doc.services.map((one) => directory.service(one)?.name ?? one), ...doc.tags];
  const state = reviewState(doc, now);
  const due = reviewDueAt(doc);
  const isUntested = wantsTest(doc);
  const owner = directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name;
  const about = [
    t(`procedurePage.kind.${doc.kind}`),
    ...(isSearch && doc.place ? [doc.place.titles.join(' › ')] : []),
    ...(doc.source ? [doc.source.path] : []),
    ...(owner ? [owner] : []),
  ];
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list box takes the keys for its options.
    <div
      id={`procedure-${id}`}
      className={styles.row}
      style={{ transform: `translateY(${start}px)` }}
      role="option"
      aria-selected={isCursor}
      aria-posinset={index + 1}
      aria-setsize={count}
      tabIndex={-1}
      data-cursor={isCursor || undefined}
      onClick={() => onPress(id)}
    >
      <RowName sub={snippet ? <Marked text={snippet.text} marks={snippet.marks} /> : about.join(' · ')}>
        <Marked text={doc.title} marks={marks} />
      </RowName>
      <span className={styles.labels}>
        {labels.slice(0, MOST_LABELS).map((label) => (
          <span key={label} className={styles.label}>
            {label}
          </span>
        ))}
        {labels.length > MOST_LABELS && <span className={styles.more}>+{labels.length - MOST_LABELS}</span>}
      </span>
      <span className={styles.steps}>{doc.steps > 0 && t('procedures.steps', { count: doc.steps })}</span>
      <span className={styles.when} data-state={state} data-never={isUntested || undefined}>
        {state === 'due' || state === 'soon'
          ? t(`procedures.review.${state}`, { time: format.shortDate(due ?? now) })
          : isUntested
            ? t('procedures.neverTested')
            : doc.testedAt !== undefined && t('procedures.tested', { time: format.ago(doc.testedAt, now) })}
      </span>
    </div>
  );
});
