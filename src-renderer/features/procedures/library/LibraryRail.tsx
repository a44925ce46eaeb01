import { useNavigate } from '@tanstack/react-router';
import FolderDown from 'lucide-react/icons/folder-down';
import ShieldQuestion from 'lucide-react/icons/shield-question-mark';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useMinute } from '../../../platform/now.ts';
import { useLibraryDesk } from './desk.ts';
import styles from './LibraryPage.module.css';
import {
  LIBRARY_VIEWS,
  type LibraryFilter,
  libraryTest,
  outlineOf,
  type ProcedureRow,
  WHOLE_LIBRARY,
} from './list-model.ts';

interface Props {
  rows: readonly ProcedureRow[];
  filter: LibraryFilter;
  drafts: number;
  mayWrite: boolean;
}

const ICON = { size: 14, strokeWidth: 1.6, 'aria-hidden': true } as const;

/** Views of the library, and the written document as its own table of contents. */
export function LibraryRail({ rows, filter, drafts, mayWrite }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const desk = useLibraryDesk();
  const now = useMinute();
  const outline = useMemo(() => outlineOf(rows), [rows]);
  const counts = useMemo(
    () =>
      new Map(
        LIBRARY_VIEWS.map((view) => {
          const passes = libraryTest({ ...WHOLE_LIBRARY, view }, now);
          return [view, view === 'drafts' ? drafts : rows.filter(({ doc }) => passes(doc)).length];
        }),
      ),
    [rows, drafts, now],
  );
  const look = (at: Partial<LibraryFilter>) => desk.look({ ...WHOLE_LIBRARY, ...at });
  return (
    <nav className={styles.rail} aria-label={t('procedures.views')}>
      <ul className={styles.views}>
        {LIBRARY_VIEWS.map((view) => (
          <li key={view}>
            <button
              type="button"
              className={styles.view}
              aria-current={filter.view === view && filter.section === undefined ? 'true' : undefined}
              onClick={() => look({ view })}
            >
              <span className={styles.viewName}>{t(`procedures.view.${view}`)}</span>
              <span className={styles.viewCount} data-due={(view === 'due' && counts.get(view) !== 0) || undefined}>
                {counts.get(view) || ''}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <ul className={styles.views} data-apart>
        <li>
          <button type="button" className={styles.view} onClick={() => void navigate({ to: '/procedures/coverage' })}>
            <ShieldQuestion {...ICON} />
            <span className={styles.viewName}>{t('procedures.coverage')}</span>
          </button>
        </li>
        {mayWrite && (
          <li>
            <button type="button" className={styles.view} onClick={() => void navigate({ to: '/procedures/import' })}>
              <FolderDown {...ICON} />
              <span className={styles.viewName}>{t('procedures.import')}</span>
            </button>
          </li>
        )}
      </ul>
      {outline.length > 0 && (
        <>
          <h2 className={styles.railTitle}>{t('procedures.document')}</h2>
          <ul className={styles.views}>
            {outline.map(({ id, title, depth, count }) => (
              <li key={id}>
                <button
                  type="button"
                  className={styles.view}
                  data-depth={depth}
                  aria-current={filter.section === id ? 'true' : undefined}
                  onClick={() => look({ section: id })}
                >
                  <span className={styles.viewName}>{title}</span>
                  <span className={styles.viewCount}>{count}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </nav>
  );
}
