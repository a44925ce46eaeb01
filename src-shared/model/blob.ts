import type { Evidence } from './run.ts';

/** The address of a file in a text or a page: `blob/<sha256>`, an ending for people, nothing else. */
const ADDRESS = /^blob\/([0-9a-f]{64})(?:\.[0-9a-z]{1,8})?$/;

/** The SHA-256 that `blob/<sha256>.<ending>` names; undefined for any other address. */
export function blobOf(address: string): string | undefined {
  return ADDRESS.exec(address)?.[1];
}

/** The hashes of all files that a Markdown text names, each once. */
export function blobsIn(text: string): string[] {
  return [...new Set(text.match(/(?<=\bblob\/)[0-9a-f]{64}(?![0-9a-f])/g))];
}

const EXTENSION = /\.([a-z0-9]{1,8})$/i;

/** `blob/<hash>.<ext>`: how a text names a file that is kept with it. */
export function blobPath({ hash, name }: Evidence): string {
  const ext = EXTENSION.exec(name)?.[1]?.toLowerCase();
  return `blob/${hash}${ext === undefined ? '' : `.${ext}`}`;
}

/** Whether the page can show it. */
export const isPicture = ({ type }: Evidence): boolean => /^image\/(?:png|jpeg|gif|webp|avif)$/.test(type);
