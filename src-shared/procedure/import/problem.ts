/** Why a file of a collection is not imported. */
const LEFT_OUT = [
  'notText',
  'encoding',
  'tooLarge',
  'tooLong',
  'tooDeep',
  'pathTooLong',
  'badPath',
  'symbolicLink',
  'encrypted',
  'compression',
  'damaged',
  'bomb',
  'tooMany',
  'tooMuch',
  'twice',
  'aboutRepository',
  'unreadable',
] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** What of a file that is imported was not understood. */
const NOT_UNDERSTOOD = [
  'frontMatter',
  'frontMatterToml',
  'unknownOwner',
  'unknownService',
  'imageMissing',
  'imageTooLarge',
  'imageType',
] as const;
export type NotUnderstood = (typeof NOT_UNDERSTOOD)[number];

/** `detail` is what it is about, as it stands in the file: a name, an address, the reader's own words. */
export type ImportProblem = { path: string; detail?: string } & (
  | { kind: 'leftOut'; reason: LeftOut }
  | { kind: 'notUnderstood'; reason: NotUnderstood }
);

/** Thrown by `SourceEntry.read`, and by the readers of archives for an archive as a whole. */
export class CannotRead extends Error {
  readonly reason: LeftOut;
  constructor(reason: LeftOut, detail = '') {
    super(detail);
    this.reason = reason;
  }
}

/** A file of a collection, read when it is asked for. */
export interface SourceEntry {
  /** From the collection's root, with `/`. */
  path: string;
  /** Bytes, as far as is known before it is read. */
  size: number;
  /** Known before it is read. */
  problem?: LeftOut;
  read(): Promise<Uint8Array>;
}

const MIB = 1024 * 1024;

/** What one import takes at most. */
export const IMPORT_LIMITS = {
  files: 20_000,
  /** Bytes of one text file and of one image. */
  textBytes: 2 * MIB,
  imageBytes: 10 * MIB,
  /** Bytes of all files that are read, unpacked. */
  totalBytes: 256 * MIB,
  /** Bytes of an archive as it lies there. */
  archiveBytes: 256 * MIB,
  folders: 30,
  /** Characters of a path. */
  path: 500,
} as const;
