import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { useChangeDesk } from './desk.ts';
import { ExtendDialog } from './dialogs/ExtendDialog.tsx';
import { LinkDialog } from './dialogs/LinkDialog.tsx';
import { LinkUpdateDialog } from './dialogs/LinkUpdateDialog.tsx';
import { StartDialog } from './dialogs/StartDialog.tsx';
import { WordsDialog } from './dialogs/WordsDialog.tsx';
import { FreezeDialog } from './FreezeDialog.tsx';

/** The question about a change that is being asked. */
export function ChangeDialogs() {
  const directory = useDirectory();
  const { store, answered } = useChangeDesk();
  const question = useStore(store, (state) => state.question);
  if (!question || !directory) return null;
  switch (question.kind) {
    case 'freeze':
      return <FreezeDialog {...question} directory={directory} onClose={answered} />;
    case 'start':
      return <StartDialog question={question} onClose={answered} />;
    case 'extend':
      return <ExtendDialog question={question} onClose={answered} />;
    case 'link':
      return <LinkDialog question={question} onClose={answered} />;
    case 'linkUpdate':
      return <LinkUpdateDialog item={question.item} onClose={answered} />;
    default:
      return <WordsDialog key={question.kind} question={question} onClose={answered} />;
  }
}
