import { Link } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { workSpan } from '../../../src-shared/change/work-span.ts';
import { type Change, changeId } from '../../../src-shared/model/change.ts';
import { incidentId } from '../../../src-shared/model/ids.ts';
import { HOUR } from '../../../src-shared/time/clock.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';
import { linkRun } from './dialogs/LinkDialog.tsx';

interface Props {
  id: string;
  doc: Change;
  directory: Directory;
}

/** As many incidents are suggested. */
const MOST = 10;

/** Incidents that have to do with a change, and those that began on its services in its window or while it was worked on. */
export function LinkedIncidents({ id, doc, directory }: Props) {
  const { t } = useTranslation();
  const now = useMinute();
  const { actions, ask } = useChangeDesk();
  const linked = useLive((_, records) => records.many('incident', doc.incidents), [doc.incidents.join()]);
  const { rows } = useIncidents({ closed: true });
  const work = workSpan(doc, now);
  const [from, to] = [Math.min(doc.window.from, work.from), Math.max(doc.window.to, work.to)];
  const suggested = useMemo(
    () =>
      [...rows.values()]
        .filter(
          ({ id: incident, doc: { service, openedAt } }) =>
            service !== undefined &&
            doc.services.includes(service) &&
            from <= openedAt &&
            openedAt < to + HOUR &&
            !doc.incidents.some((one) => one === incident),
        )
        .sort((a, b) => b.doc.openedAt - a.doc.openedAt)
        .slice(0, MOST),
    [rows, doc.services, doc.incidents, from, to],
  );
  const known = linked?.flatMap((row) => (row ? [row] : [])) ?? [];
  const may = directory.may('responder');
  const link = (incident: string, on: boolean) => {
    const args = { id: changeId(id), incident: incidentId(incident) };
    return actions.act(on ? 'linked' : 'unlinked', 'change.link', { ...args, on }, () =>
      actions.mutate('change.link', { ...args, on: !on }),
    );
  };
  const list = (some: typeof known, on: boolean) => (
    <ul className={styles.incidents}>
      {some.map((row) => (
        <li key={row.id}>
          <PriorityBadge priority={row.doc.priority} />
          <Link to="/incidents/$address" params={{ address: String(row.doc.number ?? row.id) }}>
            {nameOf(row.doc)}
          </Link>
          {may && (
            <Button
              size="small"
              variant="quiet"
              aria-label={t(on ? 'changes.linkThis' : 'changes.unlinkThis', { what: nameOf(row.doc) })}
              onPress={() => void link(row.id, on)}
            >
              {t(on ? 'changes.act.link' : 'changes.act.unlink')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <LinkedHeading
        count={known.length}
        label={t('changes.linkIncident')}
        onAdd={may ? () => ask({ kind: 'link', what: 'incident', id: changeId(id), doc }) : undefined}
      >
        {t('changes.incidents')}
      </LinkedHeading>
      {known.length === 0 ? <p className={styles.text}>{t('changes.noIncidents')}</p> : list(known, false)}
      {suggested.length > 0 && (
        <>
          <SectionHeading note={String(suggested.length)}>{t('changes.suggested')}</SectionHeading>
          {list(suggested, true)}
        </>
      )}
    </>
  );
}

/** Runs that have to do with a change, beside that of its eight steps. */
export function LinkedRuns({ id, doc, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions, ask } = useChangeDesk();
  const linked = useLive((_, records) => records.many('run', doc.runs), [doc.runs.join()]);
  const known = linked?.flatMap((row) => (row ? [row] : [])) ?? [];
  const may = directory.may('responder');
  return (
    <>
      <LinkedHeading
        count={known.length}
        label={t('changes.linkRun')}
        onAdd={may ? () => ask({ kind: 'link', what: 'run', id: changeId(id), doc }) : undefined}
      >
        {t('changes.runs')}
      </LinkedHeading>
      {known.length === 0 ? (
        <p className={styles.text}>{t('changes.noRuns')}</p>
      ) : (
        <ul className={styles.incidents}>
          {known.map((row) => (
            <li key={row.id} data-run>
              <span className={styles.met}>
                <Link to="/runs/$id" params={{ id: row.id }}>
                  {row.doc.title}
                </Link>
                <span className={styles.faint}>{format.moment(row.doc.startedAt, now)}</span>
              </span>
              {may && (
                <Button
                  size="small"
                  variant="quiet"
                  aria-label={t('changes.unlinkThis', { what: row.doc.title })}
                  onPress={() => void linkRun(actions, changeId(id), row.id, false)}
                >
                  {t('changes.act.unlink')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

interface HeadingProps {
  count: number;
  label: string;
  onAdd: (() => void) | undefined;
  children: ReactNode;
}

function LinkedHeading({ count, label, onAdd, children }: HeadingProps) {
  const add = onAdd && (
    <Button size="small" variant="quiet" onPress={onAdd}>
      {label}
    </Button>
  );
  return (
    <SectionHeading {...(count > 0 ? { note: String(count) } : {})} action={add}>
      {children}
    </SectionHeading>
  );
}
