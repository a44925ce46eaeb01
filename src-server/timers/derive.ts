import type { BufferedWrite } from '../../src-shared/mutators/buffer.ts';
import type { StoreWrite } from '../store/store.ts';

/** Placeholder replaced below. */
export async function deriveTimers(_tx: StoreWrite, _writes: readonly BufferedWrite[]): Promise<void> {}
