import { existsSync, readFileSync, statSync } from 'node:fs';
import Database from 'better-sqlite3';

/** Every page of a database up to this size is looked at, at about 1 ms a megabyte; of a larger one a backup does it. */
const CHECKED_UP_TO = 512 * 1024 * 1024;

const WAL_HEADER = 32;
const FRAME_HEADER = 24;
/** A log of 32 MB is folded into the database; this much only a checkpoint that never ran could reach. */
const LONGEST_WAL = 512 * 1024 * 1024;

const damaged = (what: string) => new Database.SqliteError(what, 'SQLITE_CORRUPT');

/**
 * Looks for damage before anything is served from the file; throws SQLITE_CORRUPT or SQLITE_NOTADB. Only while no
 * other process writes: a log that grows under the reader looks damaged.
 */
export function refuseDamage(file: string): void {
  if (!existsSync(file)) return;
  const name = file.split(/[\\/]/).at(-1);
  // Before SQLite opens the file: it takes a damaged log for one that ends there, and drops the rest.
  const wal = `${file}-wal`;
  if (existsSync(wal) && statSync(wal).size <= LONGEST_WAL) {
    const fault = faultOfLog(readFileSync(wal));
    if (fault) throw damaged(`${name}-wal: ${fault}`);
  }
  const { size } = statSync(file);
  // Read-only: closing it must not fold a log into a database that turns out to be damaged.
  const db = new Database(file, { readonly: true, timeout: 5_000 });
  try {
    // Reads the first page and the schema, whatever the size.
    const pages = Number(db.pragma('page_count', { simple: true }));
    const pageSize = Number(db.pragma('page_size', { simple: true }));
    if (pages * pageSize > size && !existsSync(wal)) throw damaged(`${name} is shorter than it should be`);
    if (size > CHECKED_UP_TO) return;
    const said = String(db.pragma('quick_check(1)', { simple: true }));
    if (said !== 'ok') throw damaged(`${name}: ${said.replaceAll(/\s+/g, ' ')}`);
  } finally {
    db.close();
  }
}

/**
 * What is wrong with a write-ahead log, by the format in https://www.sqlite.org/fileformat2.html#walformat. A power
 * cut tears the transaction that was being written, and that one alone: where a frame is broken and two transactions
 * of the same log end after it, what stood there had been synced.
 */
export function faultOfLog(wal: Buffer): string | undefined {
  if (wal.length < WAL_HEADER + FRAME_HEADER) return undefined;
  const pageSize = wal.readUInt32BE(8);
  const frame = FRAME_HEADER + pageSize;
  const magic = wal.readUInt32BE(0);
  const isLog =
    (magic | 1) === 0x377f0683 && pageSize >= 512 && pageSize <= 65_536 && (pageSize & (pageSize - 1)) === 0;
  const header: Pair = isLog ? checksum(wal.subarray(0, 24), [0, 0], magic) : [0, 0];
  // It is synced before the first frame follows it.
  if (!isLog || header[0] !== wal.readUInt32BE(24) || header[1] !== wal.readUInt32BE(28)) return 'its head is broken';
  const salt = wal.toString('latin1', 16, 24);
  let sum: Pair = header;
  let broken = -1;
  let ends = 0;
  for (let at = WAL_HEADER; at + frame <= wal.length; at += frame) {
    const own = wal.toString('latin1', at + 8, at + 16) === salt;
    if (broken < 0) {
      sum = checksum(wal.subarray(at, at + 8), sum, magic);
      sum = checksum(wal.subarray(at + FRAME_HEADER, at + frame), sum, magic);
      if (own && sum[0] === wal.readUInt32BE(at + 16) && sum[1] === wal.readUInt32BE(at + 20)) continue;
      broken = at;
    }
    // What an earlier round of the log left behind has another salt.
    if (own && wal.readUInt32BE(at + 4) > 0) ends += 1;
  }
  return ends > 1 ? `it is broken at byte ${broken} of ${wal.length}` : undefined;
}

type Pair = readonly [number, number];

/** The format's own sum, over 32-bit words in the byte order that the magic number names. */
function checksum(bytes: Buffer, [first, second]: Pair, magic: number): Pair {
  const bigEndian = (magic & 1) === 1;
  let a = first;
  let b = second;
  for (let at = 0; at < bytes.length; at += 8) {
    a = (a + (bigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at)) + b) >>> 0;
    b = (b + (bigEndian ? bytes.readUInt32BE(at + 4) : bytes.readUInt32LE(at + 4)) + a) >>> 0;
  }
  return [a, b];
}
