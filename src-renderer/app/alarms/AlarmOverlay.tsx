import { useRef } from 'react';
import { Modal, ModalOverlay } from 'react-aria-components';
import { useStore } from 'zustand';
import { useServices } from '../services-context.ts';
import { AlarmCard } from './AlarmCard.tsx';
import styles from './AlarmOverlay.module.css';
import type { Deafness } from './deafness.ts';

/** A P0 or P1 that nobody acted on: takes the screen until a person says that they saw it. */
export function AlarmOverlay() {
  const { alarms } = useServices();
  const ringing = useStore(alarms.store, (state) => state.ringing);
  const deafness = useRef<Deafness>(undefined);
  const [first, ...others] = ringing;
  if (!first) return null;
  return (
    <ModalOverlay className={styles.veil} isOpen isKeyboardDismissDisabled>
      <Modal className={styles.modal}>
        <AlarmCard key={first.id} alarm={first} others={others} before={deafness} />
      </Modal>
    </ModalOverlay>
  );
}
