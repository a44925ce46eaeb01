import Ellipsis from 'lucide-react/icons/ellipsis';
import { useTranslation } from 'react-i18next';
import { teamOn } from '../../../src-shared/maintenance/occurrence-parts.ts';
import type { Directory } from '../../data/directory.ts';
import type { MaintenanceItem } from '../../data/maintenance.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { Holder } from '../../ui/Holder.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { RowMark } from '../../ui/RowMark.tsx';
import { RowTitle } from '../../ui/RowTitle.tsx';
import { WaitingMark } from '../../ui/WaitingMark.tsx';
import { ACTS, type Act, fits, lacksSignature } from './acts.ts';
import { dayPointOf, isOpen, lengthOf } from './day-model.ts';
import { useMaintenanceDesk } from './desk.ts';
import { reasonOf, whoOf } from './list/list-model.ts';
import styles from './OccurrenceRow.module.css';
import { StatusMark } from './StatusMark.tsx';
import type { RunShare } from './use-run-shares.ts';
import { planHourOf, whenOn } from './when.ts';

interface Props {
  item: MaintenanceItem;
  directory: Directory;
  /** The server does not have it yet. */
  isWaiting: boolean;
  /** How far its run is. */
  share?: RunShare | undefined;
  isMarked?: boolean;
  onMark?(): void;
  /** Its day too, where the list is not that of one. */
  hasDay?: boolean;
}

/** One time of a plan: when, what, who, how long, and where it stands. */
export function OccurrenceRow({ item, directory, isWaiting, share, isMarked, onMark, hasDay }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const runner = useCommandRunner();
  const desk = useMaintenanceDesk();
  const { info } = useMachine();
  const { planned, state, plan } = item;
  const { title } = plan.doc;
  const by = whoOf(item);
  const who = by && directory.actor(by);
  const team = directory.team(teamOn(plan.doc, planned.date))?.name;
  const service = directory.service(plan.doc.service)?.name;
  const length = lengthOf(item);
  const time = planned.allDay ? (hasDay ? '' : t('maintenance.anytimeShort')) : format.time(state.at);
  const hour = planHourOf(item, format);
  const reason = state.completed ? undefined : reasonOf(item);
  const words = (act: Act) => {
    if (act === 'start') return t(state.started ? 'maintenance.toRun' : 'maintenance.begin');
    return t(`maintenance.act.${act === 'block' && state.blocked ? 'unblock' : act}`);
  };
  return (
    <li className={styles.row} data-row={planned.id} data-status={state.status} data-marked={onMark ? true : undefined}>
      {onMark && <RowMark label={t('maintenance.mark', { title })} isMarked={isMarked ?? false} onMark={onMark} />}
      <time className={styles.time} title={hour && t('maintenance.planHour', { hour })}>
        {hasDay && <span className={styles.day}>{format.shortDate(dayPointOf(planned, state.at, format.zone))}</span>}{' '}
        {time}
      </time>
      <span className={styles.what}>
        <RowTitle onPress={() => desk.actions.open(item)}>{title}</RowTitle>
        {service && <span className={styles.service}>{service}</span>}
        {state.movedFrom !== undefined && (
          <span className={styles.service}>
            {t('maintenance.movedFrom', { when: whenOn(planned, state.movedFrom, t, format, state.at) })}
          </span>
        )}
        {lacksSignature(item) && <span className={styles.wanted}>{t('maintenance.toSign')}</span>}
        {reason && <span className={styles.reason}>{reason}</span>}
        {isWaiting && <WaitingMark why={t('maintenance.waitingWhy')}>{t('maintenance.waiting')}</WaitingMark>}
      </span>
      <span className={styles.who}>
        <Holder name={who} otherwise={team ?? t('maintenance.nobody')} />
      </span>
      <span className={styles.length}>
        {share && isOpen(item)
          ? t('maintenance.steps', { done: share.done, total: share.total })
          : length > 0
            ? format.duration(length)
            : ''}
      </span>
      <span className={styles.state}>
        <StatusMark status={state.status} isLate={state.late} />
      </span>
      <MenuButton
        size="small"
        variant="quiet"
        label={<Ellipsis size={14} aria-hidden />}
        aria-label={t('maintenance.actions', { title })}
        items={ACTS.map((act) => {
          const keys = runner.find(`occurrence.${act}`)?.keys;
          return {
            id: act,
            label: words(act),
            ...(keys ? { keys: displayKeys(keys, info.platform).join(' ') } : {}),
            isDisabled: !fits(act, item) || !directory.may('responder'),
          };
        })}
        onAction={(act) => {
          desk.focused.setState({ items: [item] });
          runner.run(`occurrence.${act}`, { place: '/maintenance' });
        }}
      />
    </li>
  );
}
