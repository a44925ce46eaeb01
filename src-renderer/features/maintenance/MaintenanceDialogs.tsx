import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { useMaintenanceDesk } from './desk.ts';
import { AssignDialog } from './dialogs/AssignDialog.tsx';
import { BeginDialog } from './dialogs/BeginDialog.tsx';
import { CompleteDialog } from './dialogs/CompleteDialog.tsx';
import { FollowUpDialog } from './dialogs/FollowUpDialog.tsx';
import { MoveDialog } from './dialogs/MoveDialog.tsx';
import { RaiseDialog } from './dialogs/RaiseDialog.tsx';
import { ReasonDialog } from './dialogs/ReasonDialog.tsx';
import { ReopenDialog } from './dialogs/ReopenDialog.tsx';

/** The question about occurrences that is being asked; mounted once, over every page. */
export function MaintenanceDialogs() {
  const desk = useMaintenanceDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  const onClose = desk.answered;
  switch (question.kind) {
    case 'skip':
    case 'block':
      return <ReasonDialog kind={question.kind} items={question.items} onClose={onClose} />;
    case 'complete':
      return <CompleteDialog items={question.items} onClose={onClose} />;
    case 'reopen':
      return <ReopenDialog items={question.items} onClose={onClose} />;
    case 'assign':
      return <AssignDialog items={question.items} directory={directory} onClose={onClose} />;
    case 'start':
      return <BeginDialog item={question.item} onClose={onClose} />;
    case 'move':
      return <MoveDialog item={question.item} directory={directory} onClose={onClose} />;
    case 'raise':
      return <RaiseDialog item={question.item} onClose={onClose} />;
    default:
      return <FollowUpDialog item={question.item} directory={directory} onClose={onClose} />;
  }
}
