import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { RowButton } from '../../../ui/RowButton.tsx';
import { RowName } from '../../../ui/RowName.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import type { ProcedureDraftLine } from '../editor/use-procedure-drafts.ts';
import { LibraryEmpty } from './LibraryEmpty.tsx';
import styles from './LibraryPage.module.css';

/** Texts that were begun on this laptop and not saved. */
export function DraftList({ drafts }: { drafts: readonly ProcedureDraftLine[] | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const navigate = useNavigate();
  if (!drafts) return <Skeleton lines={4} label={t('procedures.loading')} />;
  if (drafts.length === 0) return <LibraryEmpty view="drafts" query="" isNarrowed={false} isNew={false} />;
  return (
    <ul aria-label={t('procedures.view.drafts')}>
      {drafts.map(({ path, title, isNew, at }) => (
        <li key={path}>
          <RowButton columns="minmax(0, 1fr) auto" isRuled onPress={() => void navigate({ to: path })}>
            <RowName sub={isNew ? t('procedures.draftNew') : t('procedures.draftEdit')}>
              {title || t('procedures.untitled')}
            </RowName>
            <span className={styles.when}>{format.ago(at, now)}</span>
          </RowButton>
        </li>
      ))}
    </ul>
  );
}
