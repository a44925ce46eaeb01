import { open, rename } from 'node:fs/promises';

/**
 * Replaces a file so that a crash leaves the old content or the new, never half of one. Without `durable` that holds
 * for a crash of the process alone: a power cut may leave anything.
 */
export async function writeWhole(file: string, content: string | Uint8Array, durable = true): Promise<void> {
  const draft = `${file}.new`;
  const handle = await open(draft, 'w', 0o600);
  try {
    await handle.writeFile(content);
    if (durable) await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** A new name is durable only once its folder is. Windows has no such call and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const directory = await open(folder, 'r');
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
