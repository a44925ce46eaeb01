import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { BackupDialog } from './BackupDialog.tsx';
import { useBackupDesk } from './desk.ts';
import { LineDialog } from './LineDialog.tsx';
import { RecordDialog } from './RecordDialog.tsx';

/** The question about backups that is being asked; mounted once, over every page. */
export function BackupDialogs() {
  const desk = useBackupDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  if (question.kind === 'record') return <RecordDialog id={question.id} doc={question.doc} onClose={desk.answered} />;
  if (question.kind === 'line') return <LineDialog {...question} onClose={desk.answered} />;
  return <BackupDialog question={question} directory={directory} onClose={desk.answered} />;
}
