import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { NoticeBar } from './NoticeBar.tsx';

interface Props {
  children: ReactNode;
  discardLabel: string;
  onDiscard(): void;
}

/** What was typed before stands in the fields again, with the way to do without it. */
export function FoundDraft({ children, discardLabel, onDiscard }: Props) {
  return (
    <NoticeBar
      role="status"
      actions={
        <Button size="small" variant="quiet" onPress={onDiscard}>
          {discardLabel}
        </Button>
      }
    >
      {children}
    </NoticeBar>
  );
}
