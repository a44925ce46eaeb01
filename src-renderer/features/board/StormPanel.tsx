import CloudLightning from 'lucide-react/icons/cloud-lightning';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Storm } from '../../../src-shared/incident/storm.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { StormGroupRow } from './StormGroupRow.tsx';
import styles from './StormPanel.module.css';

const SHOWN = 12;

interface Props {
  storm: Storm<Row<'incident'>>;
  unconfirmed: ReadonlyMap<string, UndoRow>;
  directory: Directory;
  clocks: ClockReader;
  onShow(row: Row<'incident'>): void;
}

/** Many incidents at once, told as one: what it is in a line, and under it the services, P0 first. */
export function StormPanel({ storm, unconfirmed, directory, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const [all, setAll] = useState(false);
  const untaken = storm.groups.flatMap((group) => group.untaken);
  const may = directory.may('responder');
  const shown = all ? storm.groups : storm.groups.slice(0, SHOWN);
  const number = format.number;
  return (
    <section className={styles.storm} aria-label={t('storm.label')}>
      <div className={styles.head}>
        <CloudLightning size={18} strokeWidth={1.6} aria-hidden />
        <div className={styles.words} role="status">
          <p className={styles.title}>
            {t(storm.isGoingOn ? 'storm.since' : 'storm.from', {
              time: storm.isGoingOn ? format.momentSince(storm.since, now) : format.moment(storm.since, now),
              end: format.moment(storm.lastAt, now),
            })}
          </p>
          <p className={styles.facts}>
            {[
              t('storm.alerts', { count: storm.alerts, number: number(storm.alerts) }),
              t('storm.services', { count: storm.services, number: number(storm.services) }),
              t('storm.incidents', {
                count: storm.incidents,
                number: number(storm.incidents),
                open: storm.open.length,
              }),
            ].join(' · ')}
          </p>
        </div>
        <ul className={styles.counts} aria-label={t('storm.byPriority')}>
          {PRIORITIES.filter((priority) => storm.byPriority[priority] > 0).map((priority) => (
            <li key={priority}>
              <PriorityBadge priority={priority} />
              {storm.byPriority[priority]}
            </li>
          ))}
        </ul>
        <Button
          size="small"
          isDisabled={!may || untaken.length === 0}
          reason={may ? undefined : t('incident.why.viewer')}
          onPress={() => runner.run('incident.acknowledge', { incidents: untaken.map(({ id }) => id) })}
        >
          {t('storm.takeAll', { count: untaken.length })}
        </Button>
      </div>
      <ul>
        {shown.map((group) => (
          <StormGroupRow
            key={group.service ?? ''}
            group={group}
            unconfirmed={unconfirmed}
            directory={directory}
            clocks={clocks}
            onShow={onShow}
          />
        ))}
      </ul>
      {storm.groups.length > SHOWN && (
        <div className={styles.foot}>
          <Button size="small" variant="quiet" onPress={() => setAll(!all)}>
            {all ? t('storm.fewer') : t('storm.more', { count: storm.groups.length - SHOWN })}
          </Button>
        </div>
      )}
    </section>
  );
}
