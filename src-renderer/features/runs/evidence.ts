import type { Evidence } from '../../../src-shared/model/run.ts';

const EXTENSION = /\.([a-z0-9]{1,8})$/i;

/** `blob/<hash>.<ext>`: how a text names a file that is kept with it. */
export function blobPath({ hash, name }: Evidence): string {
  const ext = EXTENSION.exec(name)?.[1]?.toLowerCase();
  return `blob/${hash}${ext === undefined ? '' : `.${ext}`}`;
}

/** Whether the page can show it. */
export const isPicture = ({ type }: Evidence): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);
