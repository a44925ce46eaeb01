import { type RefObject, useEffect, useState } from 'react';
import { Dialog, Heading } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { asksForAcknowledgement, type IncidentAlarm } from '../../../src-shared/alarms/plan.ts';
import { useFormat } from '../../platform/format.ts';
import { useSecond, useTicker } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { useServices } from '../services-context.ts';
import styles from './AlarmOverlay.module.css';
import { createDeafness, type Deafness } from './deafness.ts';

const WRITTEN_IN = 'input, textarea, [contenteditable="true"], [role="spinbutton"]';
const OTHERS_SHOWN = 5;
/** With so many others one by one is no way. */
const MANY = 2;

interface Props {
  alarm: IncidentAlarm;
  others: readonly IncidentAlarm[];
  /** That of the card before, which may have come up while somebody was writing: so has this one, then. */
  before: RefObject<Deafness | undefined>;
}

export function AlarmCard({ alarm, others, before }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const now = useSecond();
  const { alarms } = useServices();
  // Before its button takes the focus.
  const [deafness] = useState(() => {
    const shownAt = ticker.now();
    const wasWriting = document.activeElement?.matches(WRITTEN_IN) || before.current?.hears(shownAt) === false;
    return createDeafness(shownAt, wasWriting);
  });
  const left = alarm.deadline - now;

  const heard = (act: () => Promise<void>) => {
    if (deafness.hears(ticker.now())) void act();
  };
  useEffect(() => {
    before.current = deafness;
    const onKey = (event: KeyboardEvent) => {
      if (!deafness.hearsKey(ticker.now())) {
        // Nor does it press the button that has the focus.
        event.preventDefault();
        event.stopImmediatePropagation();
        return;
      }
      if (event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const key = event.key.toLowerCase();
      if (key === 'o') void alarms.open(alarm);
      // The key that acknowledges everywhere else.
      else if (key === 'a' && asksForAcknowledgement(alarm)) void alarms.acknowledge(alarm);
    };
    window.addEventListener('keydown', onKey, true);
    return () => window.removeEventListener('keydown', onKey, true);
  }, [alarm, alarms, ticker, deafness, before]);

  const due =
    alarm.kind === 'called'
      ? t('alarm.called', { by: alarm.by, team: alarm.team, time: format.time(alarm.fireAt) })
      : t(left > 0 ? `alarm.due.${alarm.clock}` : `alarm.lapsed.${alarm.clock}`, { time: format.time(alarm.deadline) });
  return (
    <Dialog role="alertdialog" className={styles.alarm} aria-describedby="alarm-facts">
      <div className={styles.inside}>
        <p className={styles.left} data-lapsed={left <= 0 || undefined}>
          {format.stopwatch(left)}
        </p>
        <Heading slot="title" className={styles.title}>
          <PriorityBadge priority={alarm.priority} />
          <span className={styles.name}>
            {alarm.number === undefined ? '' : `#${alarm.number} `}
            {alarm.title}
          </span>
        </Heading>
        <p className={styles.facts} id="alarm-facts">
          {alarm.service === undefined ? due : `${alarm.service} · ${due}`}
        </p>
        <div className={styles.actions}>
          <Button variant="danger" keys="Enter" autoFocus onPress={() => heard(() => alarms.acknowledge(alarm))}>
            {alarm.kind === 'called'
              ? t('phases.answer')
              : t(asksForAcknowledgement(alarm) ? 'command.incident.acknowledge' : 'alarm.seen')}
          </Button>
          <Button keys="O" onPress={() => heard(() => alarms.open(alarm))}>
            {t('alarm.open')}
          </Button>
          {others.length >= MANY && (
            <Button onPress={() => heard(alarms.seeAll)}>{t('alarm.seenAll', { count: others.length + 1 })}</Button>
          )}
        </div>
        {others.length > 0 && (
          <ul className={styles.others} aria-label={t('alarm.others', { count: others.length })}>
            {others.slice(0, OTHERS_SHOWN).map((other) => (
              <li key={other.id}>
                <PriorityBadge priority={other.priority} />
                <span className={styles.other}>{other.title}</span>
                <span>{format.countdown(other.deadline - now)}</span>
              </li>
            ))}
          </ul>
        )}
      </div>
    </Dialog>
  );
}
