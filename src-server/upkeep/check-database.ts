import type { Instant } from '../../src-shared/time/clock.ts';
import type { DataFolder } from '../data-folder.ts';
import { inspectSqlite, type StoreInspection } from '../store/inspect.ts';
import { bytesText, type Check, type Finding, fail, fine, spanText, warn } from './finding.ts';
import { folderBytes, sizeOf } from './usage.ts';

const RESTORE = 'stop the server and restore a backup: vigie restore --from FILE';
/** A checkpoint comes every 32 MB: a log of many times that means that none comes through. */
const LONG_WAL = 256e6;
/** Clocks of a cluster differ by so much without anybody's fault. */
const AHEAD: number = 5_000;

/** What an inspection means, for either store. */
export function judgeInspection(found: StoreInspection, now: Instant): Finding[] {
  const { check, counts, files, schema, logTail, newestAt, engine } = found;
  const size = `${counts.records} records, ${counts.mutations} changes`;
  const findings = [
    check === 'ok'
      ? fine('database', `${engine}, whole: ${size}`)
      : fail('database', `${engine} is damaged: ${check}`, RESTORE),
  ];
  if (schema.unknown.length > 0) {
    const name = schema.unknown[0];
    findings.push(fail('schema', `written by a newer Vigie (${name})`, 'update Vigie, or restore a backup'));
  } else if (schema.done < schema.known) {
    const behind = `${schema.done} of ${schema.known} migrations done`;
    findings.push(warn('schema', behind, 'the next start of the server does the rest; make a backup before'));
  } else findings.push(fine('schema', `all ${schema.known} migrations done`));
  findings.push(
    logTail.brokenAt === undefined
      ? fine('mutation log', `the chain of the last ${logTail.looked} entries holds; all of it: vigie log verify`)
      : fail('mutation log', `the chain breaks at entry ${logTail.brokenAt}: somebody changed the past`, RESTORE),
  );
  findings.push(
    files.short === 0
      ? fine('files', `${files.count} files of ${bytesText(files.bytes)}`)
      : fail('files', `${files.short} of ${files.count} files are not whole`, RESTORE),
  );
  if (newestAt !== null && newestAt > now + AHEAD) {
    const ahead = `the newest change is ${spanText(newestAt - now)} in the future`;
    findings.push(
      fail('data and clock', ahead, "this machine's clock was set back; set it right before anything else"),
    );
  }
  return findings;
}

export interface DatabaseLook {
  check: Check;
  /** Known once the check has run and the database could be read. */
  inspection(): StoreInspection | undefined;
}

/** The SQLite file: integrity, schema, the end of the log, the write-ahead log. */
export function checkDatabase(folder: DataFolder, now: () => Instant): DatabaseLook {
  let inspection: StoreInspection | undefined;
  return {
    inspection: () => inspection,
    check: {
      subject: 'database',
      async run() {
        if (sizeOf(folder.store) === 0) return [warn('database', 'none yet', 'start the server once: vigie serve')];
        try {
          inspection = await inspectSqlite(folder.store);
        } catch (error) {
          const why = error instanceof Error ? error.message : String(error);
          return [fail('database', `${folder.store} cannot be read: ${why}`, RESTORE)];
        }
        const { database, wal } = folderBytes(folder);
        const text = `${bytesText(wal)} beside a database of ${bytesText(database)}`;
        return [
          ...judgeInspection(inspection, now()),
          wal > LONG_WAL
            ? warn(
                'write-ahead log',
                text,
                'restart the server; a reader that never ends keeps it from being folded in',
              )
            : fine('write-ahead log', text),
        ];
      },
    },
  };
}
