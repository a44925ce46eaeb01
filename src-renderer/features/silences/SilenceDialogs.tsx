import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { useSilenceDesk } from './desk.ts';
import { ImportDialog } from './ImportDialog.tsx';
import { SilenceDialog } from './SilenceDialog.tsx';

/** The question about silences that is being asked; mounted once, over every page. */
export function SilenceDialogs() {
  const desk = useSilenceDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  if (question.kind === 'import') return <ImportDialog onClose={desk.answered} />;
  return <SilenceDialog question={question} directory={directory} onClose={desk.answered} />;
}
