import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { AsidePage } from '../../../ui/AsidePage.tsx';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { LatestRuns } from './LatestRuns.tsx';
import { ProcedureBar } from './ProcedureBar.tsx';
import { ProcedureDetails } from './ProcedureDetails.tsx';
import { ProcedureHeading } from './ProcedureHeading.tsx';
import { ProcedureRequests } from './ProcedureRequests.tsx';
import { ProcedureText } from './ProcedureText.tsx';
import { type ShownProcedure, useShownProcedure } from './use-procedure-page.ts';

/** One procedure, to be read and started. `anchor` names a heading of its text. */
export function ProcedurePage({ id, anchor }: { id: string; anchor?: string }) {
  const { t } = useTranslation();
  const shown = useShownProcedure(id);
  const directory = useDirectory();
  usePageHeading({
    title: shown?.row.doc.title ?? t('procedurePage.place'),
    parent: { label: t('place.procedures'), path: '/procedures' },
  });
  if (shown === undefined || !directory) return <Skeleton lines={12} label={t('procedurePage.loading')} />;
  if (shown === null) return <NoProcedure />;
  return <Procedure key={id} shown={shown} directory={directory} anchor={anchor} />;
}

export function NoProcedure() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <EmptyState
      title={t('procedurePage.notFound')}
      actions={<Button onPress={() => void navigate({ to: '/procedures' })}>{t('procedurePage.toList')}</Button>}
    >
      {t('procedurePage.notFoundWhy')}
    </EmptyState>
  );
}

function Procedure({ shown, directory, anchor }: { shown: ShownProcedure; directory: Directory; anchor?: string }) {
  const { t } = useTranslation();
  const { row, text } = shown;
  return (
    <AsidePage
      asideLabel={t('procedurePage.details')}
      aside={
        <>
          <ProcedureDetails row={row} directory={directory} />
          {row.doc.kind !== 'reference' && <LatestRuns id={row.id} directory={directory} />}
        </>
      }
    >
      <ProcedureHeading row={row} text={text?.doc} directory={directory} />
      <ProcedureBar row={row} directory={directory} />
      {text ? (
        <ProcedureText
          title={row.doc.title}
          body={text.doc.body}
          source={row.doc.source}
          anchor={anchor}
          language={row.doc.language}
        />
      ) : (
        <EmptyState title={t('procedurePage.noText')}>{t('procedurePage.noTextWhy')}</EmptyState>
      )}
      <ProcedureRequests shown={shown} directory={directory} />
    </AsidePage>
  );
}
