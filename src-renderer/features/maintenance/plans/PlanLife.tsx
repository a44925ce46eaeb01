import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import { DAY } from '../../../../src-shared/time/clock.ts';
import { dayNumber } from '../../../../src-shared/time/day.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { useFormat } from '../../../platform/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import styles from './Plans.module.css';
import { planState } from './plan-state.ts';

/** Pausing a plan, taking it up again, ending it. What is past stays. */
export function PlanLife({ row: { id, doc }, may, today }: { row: Row<'plan'>; may: boolean; today: LocalDate }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { plans } = useMaintenanceDesk();
  const state = planState(doc, today);
  const isEnding = doc.endsOn !== undefined;
  const day = (date: LocalDate) => format.shortDate(dayNumber(date) * DAY + DAY / 2);
  return (
    <section>
      <SectionHeading>{t('plans.life')}</SectionHeading>
      <p className={styles.none}>
        {isEnding ? t('plans.endsOn', { day: day(doc.endsOn ?? today) }) : t(`plans.is.${state}`)}
      </p>
      <div className={styles.foreseen}>
        <div className={styles.line}>
          {isEnding ? (
            <Button size="small" isDisabled={!may} onPress={() => void plans.goOn(id)}>
              {t('plans.goOn')}
            </Button>
          ) : (
            <>
              {state === 'paused' ? (
                <Button size="small" isDisabled={!may} onPress={() => void plans.resume(id, today)}>
                  {t('plans.resume')}
                </Button>
              ) : (
                <Button size="small" isDisabled={!may} onPress={() => void plans.pause(id, today)}>
                  {t('plans.pause')}
                </Button>
              )}
              <Button size="small" isDisabled={!may} onPress={() => void plans.end(id, today)}>
                {t('plans.end')}
              </Button>
            </>
          )}
        </div>
      </div>
    </section>
  );
}
