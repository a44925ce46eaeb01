import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Notice, useNotices } from '../../platform/notices.ts';
import { Toasts as ToastStack } from '../../ui/Toasts.tsx';
import { useServices } from '../services-context.ts';

const STANDS_MS = 6_000;
/** A refusal has a sentence to be read and something to be done about it. */
const REFUSAL_STANDS_MS = 12_000;
const MOST = 3;

interface Standing {
  id: string;
  notice: Notice;
}

/** Short words to the person; the newest last, each for its time. */
export function Toasts() {
  const { t } = useTranslation();
  const notices = useNotices();
  const { undo: stack, undoOne, scheduler } = useServices();
  const [standing, setStanding] = useState<readonly Standing[]>([]);
  const close = (id: string) => setStanding((all) => all.filter((one) => one.id !== id));

  useEffect(() => {
    let last = 0;
    const timers = new Set<{ cancel(): void }>();
    const stop = notices.subscribe((notice) => {
      last += 1;
      const id = String(last);
      setStanding((all) => [...all, { id, notice }].slice(-MOST));
      const stands = notice.tone === 'refused' ? REFUSAL_STANDS_MS : STANDS_MS;
      timers.add(scheduler.after(stands, () => setStanding((all) => all.filter((one) => one.id !== id))));
    });
    return () => {
      stop();
      for (const timer of timers) timer.cancel();
    };
  }, [notices, scheduler]);

  // Taken back by the keyboard: the offer to take it back has no sense any more.
  useEffect(
    () =>
      stack.store.subscribe(({ entries }, before) => {
        if (entries.length >= before.entries.length) return;
        const known = new Set(entries.map((entry) => entry.id));
        setStanding((all) => all.filter(({ notice }) => !notice.undo || known.has(notice.undo.id)));
      }),
    [stack],
  );

  return (
    <ToastStack
      label={t('notice.region')}
      closeLabel={t('notice.close')}
      onClose={close}
      toasts={standing.map(({ id, notice: { text, detail, tone, undo } }) => ({
        id,
        text: detail === undefined ? text : `${text} — ${detail}`,
        tone: tone === 'refused' ? 'failed' : 'done',
        action: undo && {
          label: t('undo.action'),
          onPress: () => {
            close(id);
            void undoOne(undo.id);
          },
        },
      }))}
    />
  );
}
