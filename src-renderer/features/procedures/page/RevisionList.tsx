import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import type { Revision } from '../../../../src-shared/model/procedure.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useUnconfirmedIds } from '../../../data/hooks.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import styles from './HistoryPage.module.css';

interface Props {
  revisions: readonly { id: string; doc: Revision }[];
  /** Number of the one in force. */
  current: number;
  chosen: number;
  /** Number of the one it is compared with. */
  against: number | undefined;
  directory: Directory;
  onChoose(number: number): void;
}

/** The texts in the order they came, the newest first; arrows go through them. */
export function RevisionList({ revisions, current, chosen, against, directory, onChoose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const waiting = useUnconfirmedIds('revision');
  return (
    <ListBox
      className={styles.list}
      aria-label={t('procedurePage.history.list')}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      autoFocus
      selectedKeys={[String(chosen)]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : keys;
        if (key !== undefined) onChoose(Number(key));
      }}
    >
      {revisions.map(({ id, doc }) => (
        <ListBoxItem
          key={id}
          id={String(doc.number)}
          className={styles.revision}
          textValue={`${doc.number} ${actorWords(doc.by, { t, directory })}`}
        >
          <span className={styles.number} data-against={doc.number === against || undefined}>
            {doc.number}
          </span>
          <span className={styles.who}>{actorWords(doc.by, { t, directory })}</span>
          <time className={styles.when} title={format.full(doc.at)}>
            {format.moment(doc.at, now)}
          </time>
          <span className={styles.said}>
            {[
              doc.number === current && t('procedurePage.history.inForce'),
              doc.merged && t('procedurePage.merged'),
              waiting.has(id) && t('procedurePage.waiting'),
              doc.note,
            ]
              .filter(Boolean)
              .join(' · ')}
          </span>
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
