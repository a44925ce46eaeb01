import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Entity } from '../../../../src-shared/model/collections.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import styles from './Coverage.module.css';
import { PinDialog } from './PinDialog.tsx';
import type { UncoveredAlert } from './survey.ts';
import { countOf, type View } from './tables.ts';
import type { Coverage } from './use-coverage.ts';

/** Rows that are drawn; the export has all of them. */
const MOST = 200;

interface Props {
  view: View;
  coverage: Coverage;
  directory: Directory;
}

const ProcedureLink = ({ procedure: { id, doc } }: { procedure: Entity<'procedure'> }) => (
  <Link to="/procedures/$id" params={{ id }} className={styles.link}>
    {doc.title}
  </Link>
);

/** The rows of one view. */
export function CoverageRows({ view, coverage, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const [pinning, setPinning] = useState<string>();
  const { uncovered, neglected, deadLinks } = coverage;
  const services = (ids: readonly string[]) => ids.map((id) => directory.service(id)?.name ?? id).join(', ');
  const owner = ({ doc }: Entity<'procedure'>) =>
    directory.person(doc.owner)?.name ?? directory.team(doc.team)?.name ?? '—';
  const head = (...names: string[]) => (
    <thead>
      <tr>
        {names.map((name) => (
          <th key={name} scope="col">
            <span className={name === 'act' ? styles.unseen : undefined}>{t(`coverage.column.${name}`)}</span>
          </th>
        ))}
      </tr>
    </thead>
  );
  const more = countOf(view, coverage) - MOST;

  const alertRow = (one: UncoveredAlert) => (
    <tr key={one.name}>
      <td className={styles.name}>{one.name}</td>
      <td className={styles.figure}>{format.number(one.firings)}</td>
      <td>{format.ago(one.last, now)}</td>
      <td className={styles.dim}>{services(one.services) || '—'}</td>
      <td>
        {directory.may('responder') && (
          <div className={styles.act}>
            <Link to="/procedures/new/$alert" params={{ alert: one.name }} className={styles.link}>
              {t('coverage.write')}
            </Link>
            <Button
              size="small"
              onPress={() => setPinning(one.name)}
              aria-label={t('coverage.pinFor', { alert: one.name })}
            >
              {t('coverage.pin')}
            </Button>
          </div>
        )}
      </td>
    </tr>
  );
  const procedureRow = (procedure: Entity<'procedure'>) => (
    <tr key={procedure.id}>
      <td>
        <ProcedureLink procedure={procedure} />
      </td>
      <td>{procedure.doc.testedAt === undefined ? t('coverage.never') : format.ago(procedure.doc.testedAt, now)}</td>
      <td className={styles.dim}>{owner(procedure)}</td>
    </tr>
  );
  return (
    <>
      <table className={styles.table}>
        {view === 'alerts' && head('alert', 'firings', 'last', 'services', 'act')}
        {(view === 'neverUsed' || view === 'notTested') && head('title', 'tested', 'owner')}
        {view === 'overdue' && head('title', 'due', 'owner')}
        {view === 'deadLinks' && head('title', 'line', 'link')}
        <tbody>
          {view === 'alerts' && uncovered.slice(0, MOST).map(alertRow)}
          {(view === 'neverUsed' || view === 'notTested') && neglected[view].slice(0, MOST).map(procedureRow)}
          {view === 'overdue' &&
            neglected.overdue.slice(0, MOST).map(({ procedure, due }) => (
              <tr key={procedure.id}>
                <td>
                  <ProcedureLink procedure={procedure} />
                </td>
                <td className={styles.late}>{format.ago(due, now)}</td>
                <td className={styles.dim}>{owner(procedure)}</td>
              </tr>
            ))}
          {view === 'deadLinks' &&
            deadLinks.slice(0, MOST).map(({ procedure, href, line, isImage }, at) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a text may hold the same link twice in a line
              <tr key={at}>
                <td>
                  <ProcedureLink procedure={procedure} />
                </td>
                <td className={styles.figure}>{format.number(line)}</td>
                <td className={styles.name}>{isImage ? t('coverage.image', { href }) : href}</td>
              </tr>
            ))}
        </tbody>
      </table>
      {more > 0 && <p className={styles.why}>{t('coverage.more', { count: more })}</p>}
      {pinning !== undefined && <PinDialog alert={pinning} onClose={() => setPinning(undefined)} />}
    </>
  );
}
