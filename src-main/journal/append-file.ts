import { type FileHandle, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { type AppError, err, ok, type Result } from '../../src-shared/contract/errors.ts';
import { diskFailure } from '../platform/disk-failure.ts';
import { syncFolder } from '../platform/write-whole.ts';
import { decodeRecords, encodeRecord } from './record.ts';

export interface AppendFileDeps {
  folder: string;
  /** Segments are `<name>-000001.log`, `<name>-000002.log`… */
  name: string;
}

/** An append-only, checksummed file of records that survives a crash at any byte. */
export interface AppendFile {
  /** Answers once the records are on the disk (`durable`), or handed to the system. Concurrent calls share one fsync. */
  append(records: unknown[], durable: boolean): Promise<Result<void, AppError>>;
  /** All intact records of all segments in order, and how many stretches were unreadable. */
  read(): Promise<{ values: unknown[]; damaged: number; bytes: number }>;
  /** Replaces all segments by one that holds what `keep` makes of them. Damaged segments are set aside, not deleted. */
  compact(keep: (values: unknown[]) => unknown[]): Promise<Result<void, AppError>>;
  close(): Promise<void>;
}

interface Waiting {
  bytes: Buffer;
  durable: boolean;
  answer(result: Result<void, AppError>): void;
}

export function createAppendFile({ folder, name }: AppendFileDeps): AppendFile {
  let handle: FileHandle | undefined;
  let size = 0;
  let tornEnd = false;
  const waiting: Waiting[] = [];
  let queue: Promise<unknown> = Promise.resolve();
  let flushing = false;

  /** One job at a time touches the files. */
  const alone = <T>(job: () => Promise<T>): Promise<T> => {
    const result = queue.then(job);
    queue = result.catch(() => undefined);
    return result;
  };

  const segments = async (): Promise<string[]> => {
    const pattern = new RegExp(`^${name}-\\d{6}\\.log$`);
    return (await readdir(folder)).filter((file) => pattern.test(file)).sort();
  };
  const fileName = (number: number) => `${name}-${String(number).padStart(6, '0')}.log`;
  const nextNumber = async () => Number((await segments()).at(-1)?.slice(-10, -4) ?? 0) + 1;

  const openLast = async (): Promise<FileHandle> => {
    if (handle) return handle;
    const last = (await segments()).at(-1) ?? fileName(1);
    const opened = await open(path.join(folder, last), 'a+', 0o600);
    const { size: length } = await opened.stat();
    const end = Buffer.alloc(1);
    if (length > 0) await opened.read(end, 0, 1, length - 1);
    size = length;
    tornEnd = length > 0 && end[0] !== 0x0a;
    await syncFolder(folder);
    handle = opened;
    return opened;
  };

  /** After a failed fsync the kernel may have dropped the pages and call the file clean: go on in a new one. */
  const startNewSegment = async () => {
    await handle?.close().catch(() => undefined);
    handle = undefined;
    const opened = await open(path.join(folder, fileName(await nextNumber())), 'ax', 0o600);
    await opened.close();
  };

  const write = async (batch: Waiting[]): Promise<Result<void, AppError>> => {
    try {
      const file = await openLast();
      const bytes = Buffer.concat(batch.map((one) => one.bytes));
      await file.appendFile(tornEnd ? Buffer.concat([Buffer.of(0x0a), bytes]) : bytes);
      size += bytes.length + (tornEnd ? 1 : 0);
      tornEnd = false;
    } catch (error) {
      await takeBack();
      return err(diskFailure(error));
    }
    if (!batch.some((one) => one.durable)) return ok(undefined);
    try {
      await handle?.datasync();
      return ok(undefined);
    } catch (error) {
      await startNewSegment().catch(() => undefined);
      return err(diskFailure(error));
    }
  };

  /** A half-written batch was not acknowledged: cut it off, or leave it to `openLast` to keep it apart from the next. */
  const takeBack = async () => {
    await handle?.truncate(size).catch(() => undefined);
    await handle?.close().catch(() => undefined);
    handle = undefined;
  };

  const flush = () => {
    if (flushing) return;
    flushing = true;
    void alone(async () => {
      flushing = false;
      const batch = waiting.splice(0);
      const result = await write(batch);
      for (const one of batch) one.answer(result);
    });
  };

  const readAll = async () => {
    const values: unknown[] = [];
    const broken: string[] = [];
    let damaged = 0;
    let bytes = 0;
    for (const segment of await segments()) {
      const content = await readFile(path.join(folder, segment));
      const decoded = decodeRecords(content);
      for (const value of decoded.values) values.push(value);
      damaged += decoded.damaged;
      bytes += content.length;
      if (decoded.damaged > 0) broken.push(segment);
    }
    return { values, damaged, bytes, broken };
  };

  return {
    append(records, durable) {
      const bytes = Buffer.concat(records.map(encodeRecord));
      return new Promise((answer) => {
        waiting.push({ bytes, durable, answer });
        flush();
      });
    },
    read: () => alone(readAll),
    compact: (keep) =>
      alone(async () => {
        try {
          const old = await segments();
          const { values, broken } = await readAll();
          const target = path.join(folder, fileName(await nextNumber()));
          const draft = `${target}.new`;
          const file = await open(draft, 'w', 0o600);
          try {
            await file.appendFile(Buffer.concat(keep(values).map(encodeRecord)));
            await file.sync();
          } finally {
            await file.close();
          }
          await handle?.close();
          handle = undefined;
          await rename(draft, target);
          await syncFolder(folder);
          for (const segment of old) {
            const from = path.join(folder, segment);
            if (broken.includes(segment)) await rename(from, from.replace(/\.log$/, '.damaged'));
            else await rm(from);
          }
          return ok(undefined);
        } catch (error) {
          return err(diskFailure(error));
        }
      }),
    close: () =>
      alone(async () => {
        await handle?.close();
        handle = undefined;
      }),
  };
}
