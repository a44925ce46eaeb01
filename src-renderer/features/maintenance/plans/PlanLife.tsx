import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { useFormat } from '../../../platform/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { DateField } from '../../../ui/DateField.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { noonOf } from '../day-model.ts';
import { useMaintenanceDesk } from '../desk.ts';
import styles from './Plans.module.css';
import { nextPause, planState } from './plan-state.ts';

/** Pausing a plan, taking it up again, ending it. What is past stays. */
export function PlanLife({ row: { id, doc }, may, today }: { row: Row<'plan'>; may: boolean; today: LocalDate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { plans } = useMaintenanceDesk();
  const [asked, setAsked] = useState<{ from: LocalDate; to: LocalDate }>();
  const state = planState(doc, today);
  const pause = nextPause(doc, today);
  const { endsOn } = doc;
  const day = (date: LocalDate) => format.shortDate(noonOf(date, format.zone));
  const words =
    endsOn !== undefined
      ? t('plans.endsOn', { day: day(endsOn) })
      : pause
        ? t(`plans.pausedFrom.${pause.to === undefined ? 'on' : 'to'}`, {
            from: day(pause.from),
            to: pause.to === undefined ? '' : day(pause.to),
          })
        : t('plans.is.running');
  return (
    <section aria-label={t('plans.life')}>
      <SectionHeading>{t('plans.life')}</SectionHeading>
      <p className={styles.none}>{words}</p>
      {asked ? (
        <PauseForm
          asked={asked}
          today={today}
          onChange={setAsked}
          onClose={() => setAsked(undefined)}
          onConfirm={({ from, to }) => {
            setAsked(undefined);
            void plans.pause(id, from, to || undefined);
          }}
        />
      ) : (
        <div className={styles.life}>
          {state === 'ended' ? (
            <Button size="small" isDisabled={!may} onPress={() => void plans.resume(id, today)}>
              {t('plans.resume')}
            </Button>
          ) : endsOn !== undefined ? (
            <Button size="small" isDisabled={!may} onPress={() => void plans.goOn(id)}>
              {t('plans.goOn')}
            </Button>
          ) : (
            <>
              {pause ? (
                <Button size="small" isDisabled={!may} onPress={() => void plans.resume(id, today, pause)}>
                  {t('plans.resume')}
                </Button>
              ) : (
                <Button size="small" isDisabled={!may} onPress={() => setAsked({ from: today, to: '' })}>
                  {t('plans.pauseAsk')}
                </Button>
              )}
              <Button size="small" isDisabled={!may} onPress={() => void plans.end(id, today)}>
                {t('plans.end')}
              </Button>
            </>
          )}
        </div>
      )}
    </section>
  );
}

interface PauseProps {
  asked: { from: LocalDate; to: LocalDate };
  today: LocalDate;
  onChange(asked: PauseProps['asked']): void;
  onClose(): void;
  onConfirm(asked: PauseProps['asked']): void;
}

/** From which day on, and until which; without one until somebody takes it up again. */
function PauseForm({ asked, today, onChange, onClose, onConfirm }: PauseProps) {
  const { t } = useTranslation();
  const isEarly = asked.from < today;
  const isBackward = asked.to !== '' && asked.to <= asked.from;
  return (
    <form
      className={styles.pause}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (!isEarly && !isBackward) onConfirm(asked);
      }}
    >
      <DateField
        label={t('plans.field.pauseFrom')}
        value={asked.from}
        onChange={(from) => onChange({ ...asked, from })}
        error={isEarly ? t('plans.problem.from') : undefined}
        autoFocus
      />
      <DateField
        label={t('plans.field.pauseTo')}
        hint={t('plans.pauseToHint')}
        value={asked.to}
        onChange={(to) => onChange({ ...asked, to })}
        error={isBackward ? t('plans.problem.pauseTo') : undefined}
      />
      <div className={styles.line}>
        <Button size="small" type="submit" variant="primary">
          {t('plans.pause')}
        </Button>
        <Button size="small" variant="quiet" onPress={onClose}>
          {t('maintenance.cancel')}
        </Button>
      </div>
    </form>
  );
}
