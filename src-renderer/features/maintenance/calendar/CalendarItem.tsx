import type { DOMAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import type { Millis } from '../../../../src-shared/time/clock.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { StatusMark } from '../StatusMark.tsx';
import styles from './Calendar.module.css';

interface Props {
  item: MaintenanceItem;
  time: string;
  /** How long it is meant to take, where that is said. */
  length?: Millis;
  /** Its whole name, on as many lines as it needs. */
  isTall?: boolean;
  /** It is being dragged. */
  isHeld?: boolean;
  wasDropped?(): boolean;
  tabIndex?: 0 | -1;
  handlers?: Pick<DOMAttributes<HTMLElement>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'>;
}

/** An occurrence in a calendar: a shape for its state, its hour, its name. Pressed, its page opens. */
export function CalendarItem({ item, time, length = 0, isTall, isHeld, wasDropped, tabIndex, handlers }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actions } = useMaintenanceDesk();
  const { planned, state, plan } = item;
  const { title } = plan.doc;
  const when = length > 0 ? `${time} · ${format.duration(length)}` : time;
  return (
    <button
      type="button"
      className={styles.item}
      tabIndex={tabIndex}
      data-row={planned.id}
      data-status={state.status}
      data-held={isHeld || undefined}
      data-tall={isTall || undefined}
      title={title}
      aria-label={[when, title, t(`maintenance.state.${state.status}`)].filter(Boolean).join(', ')}
      onClick={() => {
        if (!wasDropped?.()) actions.open(item);
      }}
      {...handlers}
    >
      <StatusMark status={state.status} isLate={state.late} isBare />
      <span className={styles.name}>
        {when && <span className={styles.time}>{when}</span>}{' '}
        <span className={isTall ? styles.title : undefined}>{title}</span>
      </span>
    </button>
  );
}
