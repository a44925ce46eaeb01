import type { CSSProperties, DOMAttributes } from 'react';
import { useTranslation } from 'react-i18next';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useMaintenanceDesk } from '../desk.ts';
import { StatusMark } from '../StatusMark.tsx';
import styles from './Calendar.module.css';

interface Props {
  item: MaintenanceItem;
  time: string;
  /** Where it stands in a column of hours. */
  box?: CSSProperties;
  /** It is being dragged. */
  isHeld?: boolean;
  wasDropped?(): boolean;
  tabIndex?: 0 | -1;
  handlers?: Pick<DOMAttributes<HTMLElement>, 'onPointerDown' | 'onPointerMove' | 'onPointerUp' | 'onPointerCancel'>;
}

/** An occurrence in a calendar: a shape for its state, its hour, its name. Pressed, its work begins or goes on. */
export function CalendarItem({ item, time, box, isHeld, wasDropped, tabIndex, handlers }: Props) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const { planned, state, plan } = item;
  const { title } = plan.doc;
  return (
    <button
      type="button"
      className={styles.item}
      style={box}
      tabIndex={tabIndex}
      data-row={planned.id}
      data-status={state.status}
      data-held={isHeld || undefined}
      data-placed={box !== undefined || undefined}
      title={title}
      aria-label={[time, title, t(`maintenance.state.${state.status}`)].filter(Boolean).join(', ')}
      onClick={() => {
        if (!wasDropped?.()) void actions.start(item);
      }}
      {...handlers}
    >
      <StatusMark status={state.status} isLate={state.late} isBare />
      <span className={styles.name}>
        {time && <span className={styles.time}>{time}</span>} {title}
      </span>
    </button>
  );
}
