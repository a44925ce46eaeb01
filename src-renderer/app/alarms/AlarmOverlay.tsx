import { useEffect, useState } from 'react';
import { Dialog, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useFormat } from '../../platform/format.ts';
import { useNow } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { useServices } from '../services-context.ts';
import styles from './AlarmOverlay.module.css';

/** A P0 or P1 that nobody acted on: takes the screen until a person says that they saw it. */
export function AlarmOverlay() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { alarms } = useServices();
  const ringing = useStore(alarms.store, (state) => state.ringing);
  const [isBusy, setBusy] = useState(false);
  const first = ringing[0];

  useEffect(() => {
    if (!first) return;
    const open = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'o' && !event.repeat) void alarms.open(first);
    };
    window.addEventListener('keydown', open);
    return () => window.removeEventListener('keydown', open);
  }, [first, alarms]);
  if (!first) return null;
  const left = first.deadline - now;
  const act = async (run: () => Promise<void>) => {
    setBusy(true);
    await run().finally(() => setBusy(false));
  };

  return (
    <ModalOverlay className={styles.veil} isOpen isKeyboardDismissDisabled>
      <Modal className={styles.modal}>
        <Dialog role="alertdialog" className={styles.alarm} aria-describedby="alarm-facts">
          <div className={styles.inside}>
            <p className={styles.left} data-lapsed={left <= 0 || undefined}>
              {format.stopwatch(left)}
            </p>
            <Heading slot="title" className={styles.title}>
              <PriorityBadge priority={first.priority} />
              {first.number === undefined ? '' : `#${first.number} `}
              {first.title}
            </Heading>
            <p className={styles.facts} id="alarm-facts">
              {[
                first.service,
                t(left > 0 ? `alarm.due.${first.clock}` : `alarm.lapsed.${first.clock}`, {
                  time: format.time(first.deadline),
                }),
              ]
                .filter(Boolean)
                .join(' · ')}
            </p>
            <div className={styles.actions}>
              <Button
                variant="danger"
                keys="↵"
                autoFocus
                isDisabled={isBusy}
                onPress={() => void act(() => alarms.acknowledge(first))}
              >
                {first.clock === 'response' ? t('command.incident.acknowledge') : t('alarm.seen')}
              </Button>
              <Button keys="O" isDisabled={isBusy} onPress={() => void act(() => alarms.open(first))}>
                {t('alarm.open')}
              </Button>
            </div>
            {ringing.length > 1 && (
              <ul className={styles.others} aria-label={t('alarm.others', { count: ringing.length - 1 })}>
                {ringing.slice(1, 6).map((alarm) => (
                  <li key={alarm.id}>
                    <PriorityBadge priority={alarm.priority} />
                    <span className={styles.other}>{alarm.title}</span>
                    <span>{format.countdown(alarm.deadline - now)}</span>
                  </li>
                ))}
              </ul>
            )}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
