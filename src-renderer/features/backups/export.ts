import type { TFunction } from 'i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import { restoreOutcome } from '../../../src-shared/backup/restore-tests.ts';
import type { ActorRef } from '../../../src-shared/model/actor.ts';
import type { RestoreTest } from '../../../src-shared/model/backup.ts';
import { type Instant, isoInstant, SECOND } from '../../../src-shared/time/clock.ts';
import { toCsv } from '../../platform/csv.ts';

interface Words {
  t: TFunction;
  /** Whoever reads it elsewhere is not « vous ». */
  actor(by: ActorRef): string;
  person(id: string | undefined): string | undefined;
  team(id: string | undefined): string | undefined;
  service(id: string | undefined): string | undefined;
}

const iso = (at: Instant | undefined) => (at === undefined ? undefined : isoInstant(at));
const seconds = (length: number | undefined) => (length === undefined ? undefined : Math.round(length / SECOND));

const BACKUP_COLUMNS = [
  'title',
  'state',
  'since',
  'target',
  'cadence',
  'retentionDays',
  'lastSuccess',
  'sizeBytes',
  'sizeAtLeastBytes',
  'restoreWithinSeconds',
  'heartbeat',
  'lastTest',
  'lastTestAt',
  'service',
  'owner',
  'team',
] as const;

/** The register for a spreadsheet; instants are RFC 3339 in UTC. */
export function registerAsCsv(lines: readonly BackupLine[], { t, person, team, service }: Words): string {
  return toCsv(
    BACKUP_COLUMNS.map((column) => t(`backups.csv.${column}`)),
    lines.map(({ doc, state, since, lastSuccess, heartbeat, tests: [test] }) => [
      doc.title,
      t(`backups.state.${state}`),
      iso(since),
      doc.target,
      doc.cadence,
      doc.retention,
      iso(lastSuccess?.at),
      lastSuccess?.size,
      doc.sizeAtLeast,
      seconds(doc.restoreWithin),
      heartbeat?.name,
      test && t(`backups.outcome.${restoreOutcome(test.doc)}`),
      iso(test && (test.doc.endedAt ?? test.doc.startedAt)),
      service(doc.service),
      person(doc.owner),
      team(doc.team),
    ]),
  );
}

const TEST_COLUMNS = [
  'title',
  'outcome',
  'startedAt',
  'endedAt',
  'tookSeconds',
  'objectiveSeconds',
  'verdict',
  'reason',
  'startedBy',
  'endedBy',
  'run',
] as const;

/** The restore tests for a spreadsheet. */
export function testsAsCsv(
  tests: readonly { id: string; doc: RestoreTest }[],
  titles: ReadonlyMap<string, string>,
  { t, actor }: Pick<Words, 't' | 'actor'>,
): string {
  return toCsv(
    TEST_COLUMNS.map((column) => t(`backups.csv.${column}`)),
    tests.map(({ id, doc }) => [
      titles.get(doc.backup) ?? doc.backup,
      t(`backups.outcome.${restoreOutcome(doc)}`),
      iso(doc.startedAt),
      iso(doc.endedAt),
      seconds(doc.took),
      seconds(doc.objective),
      doc.verdict && t(`backups.result.${doc.verdict.result}`),
      doc.verdict?.result === 'bad' ? doc.verdict.reason : undefined,
      actor(doc.startedBy),
      doc.endedBy && actor(doc.endedBy),
      id,
    ]),
  );
}
