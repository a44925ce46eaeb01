import { powerMonitor } from 'electron';

export type WakeReason = 'resume' | 'unlock';

/** After `ready`: tells each time the machine comes back to its person. */
export function watchPower(woke: (reason: WakeReason) => void): void {
  powerMonitor.on('resume', () => woke('resume'));
  powerMonitor.on('unlock-screen', () => woke('unlock'));
  powerMonitor.on('user-did-become-active', () => woke('unlock'));
}
