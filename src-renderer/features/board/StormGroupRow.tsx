import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StormGroup } from '../../../src-shared/incident/storm.ts';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { RowButton } from '../../ui/RowButton.tsx';
import { BoardLine } from './BoardLine.tsx';
import styles from './StormPanel.module.css';

interface Props {
  group: StormGroup<Row<'incident'>>;
  unconfirmed: ReadonlyMap<string, UndoRow>;
  directory: Directory;
  clocks: ClockReader;
  onShow(row: Row<'incident'>): void;
}

/** One service in a storm. Opens to its incidents; one press acknowledges all that nobody has taken. */
export function StormGroupRow({ group, unconfirmed, directory, clocks, onShow }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const runner = useCommandRunner();
  const [isOpen, setOpen] = useState(false);
  const { incidents, untaken } = group;
  const [only] = incidents;
  const name = directory.service(group.service)?.name ?? group.service ?? t('storm.noService');
  const may = directory.may('responder');
  return (
    <li>
      <div className={styles.group}>
        <RowButton
          columns="14px auto minmax(0, 1fr) auto"
          isExpanded={incidents.length > 1 ? isOpen : undefined}
          onPress={() => (incidents.length === 1 && only ? onShow(only) : setOpen(!isOpen))}
        >
          <ChevronRight size={14} className={styles.chevron} aria-hidden />
          <PriorityBadge priority={group.top} />
          <span className={styles.service}>
            {name}
            <span className={styles.titles}>{only?.doc.title}</span>
          </span>
          <span className={styles.note}>
            {t('storm.group', { count: incidents.length })} ·{' '}
            {t('storm.alerts', { count: group.alerts, number: format.number(group.alerts) })}
          </span>
        </RowButton>
        <Button
          size="small"
          isDisabled={!may || untaken.length === 0}
          aria-label={t('storm.takeOf', { service: name })}
          onPress={() => runner.run('incident.acknowledge', { incidents: untaken.map(({ id }) => id) })}
        >
          {untaken.length === 0 ? t('storm.taken') : t('storm.take', { count: untaken.length })}
        </Button>
      </div>
      {isOpen && incidents.length > 1 && (
        <ul className={styles.lines}>
          {incidents.map((row) => (
            <li key={row.id}>
              <button type="button" className={styles.line} onClick={() => onShow(row)}>
                <BoardLine row={row} undo={unconfirmed.get(row.id)} directory={directory} clocks={clocks} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
