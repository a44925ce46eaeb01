import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcedureKind } from '../../../../src-shared/model/procedure.ts';
import { namedDirectory } from '../../../../src-shared/procedure/import/named.ts';
import {
  type ImportChoice,
  type PlannedChange,
  planImport,
  usualChoice,
} from '../../../../src-shared/procedure/import/plan.ts';
import { CannotRead, type LeftOut } from '../../../../src-shared/procedure/import/problem.ts';
import { type ReadCollection, readCollection } from '../../../../src-shared/procedure/import/read.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { useDirectory } from '../../../data/directory.ts';
import { changeErrorText, errorText } from '../../../platform/error-text.ts';
import { useFormat } from '../../../platform/format.ts';
import { useNotices } from '../../../platform/notices.ts';
import { useUndo } from '../../../platform/undo.ts';
import { carryOut, type ImporterDeps, type ImportRun, knownProcedures, takeBack } from './importer.ts';
import type { Source } from './source.ts';

type ImportKind = Exclude<ProcedureKind, 'incidentPhase'>;

export type Stage =
  | { at: 'choose'; problem?: { reason: LeftOut; detail: string } }
  | { at: 'reading'; done: number; total: number }
  | { at: 'importing'; done: number; total: number }
  | { at: 'preview'; read: ReadCollection; changes: readonly PlannedChange[] | undefined }
  | { at: 'done'; read: ReadCollection; run: ImportRun; undo: number | undefined; isTakenBack: boolean };

export interface ImportSettings {
  collection: string;
  kind: ImportKind;
  tags: string;
}

/** A frame is drawn in between: reading a large archive leaves the page alive. */
const FRAME = 12;

async function sha256(bytes: Uint8Array): Promise<string> {
  const sum = await crypto.subtle.digest('SHA-256', new Uint8Array(bytes));
  return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

const breath = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

/** Taking a file over what the team has edited is said in other words than taking a new one. */
export const choiceWord = ({ state }: PlannedChange, choice: ImportChoice): ImportChoice | 'theirs' =>
  state === 'edited' && choice === 'take' ? 'theirs' : choice;

const tagsOf = (text: string): string[] =>
  [...new Set(text.split(',').map((tag) => tag.trim().slice(0, 60)))].filter((tag) => tag !== '').slice(0, 20);

/** An import from the files to its report; nothing is written before `start`. Leaving the page stops behind a file. */
export function useImport() {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useData();
  const directory = useDirectory();
  const notices = useNotices();
  const undo = useUndo();
  const [stage, setStage] = useState<Stage>({ at: 'choose' });
  const [settings, setSettings] = useState<ImportSettings>({ collection: '', kind: 'runbook', tags: '' });
  const [choices, setChoices] = useState<ReadonlyMap<string, ImportChoice>>(new Map());
  const stopped = useRef(false);
  useEffect(
    () => () => {
      stopped.current = true;
    },
    [],
  );

  const deps = useMemo<ImporterDeps>(
    () => ({
      mutate: (name, args) => data.mutate(name, args),
      async keepImage({ name, type, bytes }) {
        const kept = await data.blobs.keep(new File([new Uint8Array(bytes)], name, { type }));
        return kept.ok ? undefined : errorText(t, format, kept.error);
      },
      revisions: (ids) => data.records.many('revision', ids),
      procedure: (id) => data.records.get('procedure', id),
    }),
    [data, t, format],
  );

  const plan = async (read: ReadCollection, collection: string) => {
    const rows = await data.db.procedure.filter(({ doc }) => doc.source?.collection === collection).toArray();
    return planImport(collection, read.texts, await knownProcedures(rows, deps.revisions));
  };

  /** Reads what was chosen; `find` opens the archive or walks the folder. */
  const read = async (find: () => Promise<Source>) => {
    if (!directory) return;
    stopped.current = false;
    setStage({ at: 'reading', done: 0, total: 0 });
    let drawn = performance.now();
    try {
      await breath();
      const source = await find();
      const found = await readCollection(source.entries, {
        directory: namedDirectory(directory),
        hash: sha256,
        async progress(done, total) {
          if (performance.now() - drawn > FRAME) {
            setStage({ at: 'reading', done, total });
            await breath();
            drawn = performance.now();
          }
          return stopped.current;
        },
      });
      if (!found) return setStage({ at: 'choose' });
      setSettings((before) => ({ ...before, collection: source.name }));
      setChoices(new Map());
      setStage({ at: 'preview', read: found, changes: await plan(found, source.name) });
    } catch (error) {
      const reason = error instanceof CannotRead ? error.reason : 'unreadable';
      setStage({ at: 'choose', problem: { reason, detail: error instanceof Error ? error.message : '' } });
    }
  };

  const rename = (collection: string) => {
    setSettings((before) => ({ ...before, collection }));
    if (stage.at !== 'preview') return;
    const { read: found } = stage;
    void plan(found, collection.trim()).then((changes) =>
      setStage((now) => (now.at === 'preview' && now.read === found ? { ...now, changes } : now)),
    );
  };

  const choiceOf = (change: PlannedChange): ImportChoice => choices.get(change.id) ?? usualChoice(change);

  const takeAllBack = async (run: ImportRun) => {
    const [error] = await takeBack(deps, run);
    if (error) notices.tell({ tone: 'refused', text: changeErrorText(t, format, error) });
    setStage((now) => (now.at === 'done' && now.run === run ? { ...now, isTakenBack: true } : now));
  };

  const start = async () => {
    if (stage.at !== 'preview' || !stage.changes) return;
    const { read: found, changes } = stage;
    stopped.current = false;
    let drawn = performance.now();
    const run = await carryOut(deps, {
      changes,
      images: found.images,
      options: { collection: settings.collection.trim(), kind: settings.kind, tags: tagsOf(settings.tags) },
      choice: choiceOf,
      progress(done, total) {
        if (done === 1 || performance.now() - drawn > 50) {
          setStage({ at: 'importing', done, total });
          drawn = performance.now();
        }
        return stopped.current;
      },
    });
    const count = run.done.filter(({ outcome }) => outcome === 'done').length;
    const label = t('import.did', { count, collection: settings.collection.trim() });
    const entry = count > 0 ? undo.push({ label, undo: () => takeAllBack(run) }) : undefined;
    notices.tell({
      tone: entry ? 'done' : 'info',
      text: entry ? label : t('import.nothingDone'),
      ...(run.stopped ? { detail: t('import.stopped') } : {}),
      undo: entry,
    });
    setStage({ at: 'done', read: found, run, undo: entry?.id, isTakenBack: false });
  };

  return {
    stage,
    settings,
    setSettings,
    rename,
    choiceOf,
    choose: (ids: readonly string[], choice: ImportChoice) =>
      setChoices((before) => new Map([...before, ...ids.map((id) => [id, choice] as const)])),
    read,
    start,
    stop: () => {
      stopped.current = true;
    },
    again: () => setStage({ at: 'choose' }),
  };
}

export type ImportDesk = ReturnType<typeof useImport>;
