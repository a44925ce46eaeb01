import { useNavigate } from '@tanstack/react-router';
import BookOpen from 'lucide-react/icons/book-open';
import SearchX from 'lucide-react/icons/search-x';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useLibraryDesk } from './desk.ts';
import { type LibraryView, WHOLE_LIBRARY } from './list-model.ts';

interface Props {
  view: LibraryView;
  /** Empty while nothing is searched. */
  query: string;
  isNarrowed: boolean;
  /** The workspace has no procedure at all. */
  isNew: boolean;
}

const ICON = { size: 28, strokeWidth: 1.4, 'aria-hidden': true } as const;

/** Why nothing is listed, and the way on. */
export function LibraryEmpty({ view, query, isNarrowed, isNew }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const desk = useLibraryDesk();
  const write = (
    <Button keys="C" onPress={() => void navigate({ to: '/procedures/new' })}>
      {t('procedures.new')}
    </Button>
  );
  if (query !== '' || isNarrowed) {
    return (
      <EmptyState
        icon={<SearchX {...ICON} />}
        title={query === '' ? t('procedures.noMatch') : t('procedures.noHit', { query })}
        actions={
          <>
            <Button onPress={() => desk.look({ ...WHOLE_LIBRARY, query: '' })}>{t('procedures.showAll')}</Button>
            {write}
          </>
        }
      >
        {t(isNarrowed ? 'procedures.noMatchWhy' : 'procedures.noHitWhy')}
      </EmptyState>
    );
  }
  const bring = <Button onPress={() => void navigate({ to: '/procedures/import' })}>{t('procedures.import')}</Button>;
  return (
    <EmptyState
      icon={<BookOpen {...ICON} />}
      title={isNew ? t('procedures.nothing') : t(`procedures.emptyView.${view}`)}
      actions={
        isNew || view === 'runbooks' ? (
          <>
            {bring}
            {write}
          </>
        ) : undefined
      }
    >
      {isNew ? t('procedures.nothingWhy') : t(`procedures.emptyViewWhy.${view}`)}
    </EmptyState>
  );
}
