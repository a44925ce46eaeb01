import { useMachine } from './machine.ts';
import { useNotices } from './notices.ts';

/** Puts `text` on the clipboard, which main owns, and says so in the words of `said`. */
export function useCopy(): (text: string, said: string) => Promise<void> {
  const { bridge } = useMachine();
  const notices = useNotices();
  return async (text, said) => {
    await bridge.call('app.copy', { text });
    notices.tell({ tone: 'done', text: said });
  };
}
