import { useTranslation } from 'react-i18next';
import type { ChangeAct } from '../../../src-shared/model/change.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWords } from '../../data/entry-words.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import styles from './Changes.module.css';

const incidentsIn = (acts: readonly ChangeAct[]) => [
  ...new Set(acts.flatMap((act) => (act.kind === 'linked' || act.kind === 'unlinked' ? [act.incident] : []))),
];

const runsIn = (acts: readonly ChangeAct[]) => [
  ...new Set(acts.flatMap((act) => (act.kind === 'runLinked' || act.kind === 'runUnlinked' ? [act.run] : []))),
];

/** Everything that happened to a change, latest first. */
export function ActList({ acts, directory }: { acts: readonly ChangeAct[]; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const named = incidentsIn(acts);
  const rows = useLive((_, records) => records.many('incident', named), [named.join()]);
  const ran = runsIn(acts);
  const runRows = useLive((_, records) => records.many('run', ran), [ran.join()]);
  const runs = new Map(runRows?.flatMap((row) => (row ? [[row.id, row.doc.title]] : [])));
  const incidents = new Map(rows?.flatMap((row) => (row ? [[row.id, nameOf(row.doc)]] : [])));
  const detail = (act: ChangeAct): string | undefined => {
    if ('reason' in act) return act.reason;
    return 'note' in act ? act.note : undefined;
  };
  const text = (act: ChangeAct) =>
    t(`changes.happened.${act.kind}`, {
      context: act.kind === 'started' && act.silenced ? 'silenced' : undefined,
      gate: 'gate' in act ? t(`changes.gate.${act.gate}`) : '',
      title: 'title' in act ? act.title : '',
      incident: 'incident' in act ? (incidents.get(act.incident) ?? act.incident) : '',
      run: 'run' in act ? (runs.get(act.run) ?? act.run) : '',
      until: act.kind === 'extended' ? format.momentTo(act.to, now) : '',
      fields: act.kind === 'edited' ? act.fields.map((field) => t(`changes.field.${field}`)).join(', ') : '',
    });
  return (
    <ol className={styles.happened} aria-label={t('changes.history')}>
      {acts.toReversed().map((act, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what happened has no other identity than its place
        <li key={acts.length - index}>
          <time title={format.full(act.at)}>{format.moment(act.at, now)}</time>
          <span>
            <b>{actorWords(act.by, { t, directory })}</b> {text(act)}
            {detail(act) && <span className={styles.gateNote}>{detail(act)}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
