import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { DropDialog } from './DropDialog.tsx';
import { usePostMortemDesk } from './desk.ts';
import { FollowUpDialog } from './FollowUpDialog.tsx';

/** The question about follow-ups that is being asked; mounted once, over every page. */
export function FollowUpDialogs() {
  const desk = usePostMortemDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  if (question.kind === 'drop') return <DropDialog ids={question.ids} onClose={desk.answered} />;
  return <FollowUpDialog question={question} directory={directory} onClose={desk.answered} />;
}
