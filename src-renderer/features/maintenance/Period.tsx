import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instant } from '../../../src-shared/time/clock.ts';
import { PeriodBar } from '../../ui/PeriodBar.tsx';

interface Props {
  title: string;
  /** An instant in the period before, and in the one after. */
  before: Instant;
  after: Instant;
  isPresent: boolean;
  onGo(at: Instant | undefined): void;
  children?: ReactNode;
}

/** The bar above a view, in the words of maintenance. */
export function Period({ title, before, after, isPresent, onGo, children }: Props) {
  const { t } = useTranslation();
  return (
    <PeriodBar
      title={title}
      words={{ before: t('maintenance.before'), after: t('maintenance.after'), present: t('maintenance.toToday') }}
      onBefore={() => onGo(before)}
      onAfter={() => onGo(after)}
      onPresent={isPresent ? undefined : () => onGo(undefined)}
    >
      {children}
    </PeriodBar>
  );
}
