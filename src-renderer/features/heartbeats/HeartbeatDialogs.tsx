import { useStore } from 'zustand';
import { useDirectory } from '../../data/directory.ts';
import { useHeartbeatDesk } from './desk.ts';
import { HeartbeatDialog } from './HeartbeatDialog.tsx';

/** The question about jobs that is being asked; mounted once, over every page. */
export function HeartbeatDialogs() {
  const desk = useHeartbeatDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  return <HeartbeatDialog question={question} directory={directory} onClose={desk.answered} />;
}
