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
