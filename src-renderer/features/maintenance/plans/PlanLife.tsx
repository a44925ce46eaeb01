import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { LocalDate } from '../../../../src-shared/time/zone.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { DateField } from '../../../ui/DateField.tsx';
import { Form } from '../../../ui/Form.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { ListNote } from '../../../ui/ListNote.tsx';
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
  const [asks, setAsks] = useState(false);
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
      <ListNote>{words}</ListNote>
      {asks ? (
        <PauseForm
          plan={id}
          today={today}
          onClose={() => setAsks(false)}
          onConfirm={({ from, to }) => {
            setAsks(false);
            return plans.pause(id, from, to || undefined);
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
                <Button size="small" isDisabled={!may} onPress={() => void plans.resume(id, today)}>
                  {t('plans.resume')}
                </Button>
              ) : (
                <Button size="small" isDisabled={!may} onPress={() => setAsks(true)}>
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

/** As it is typed; kept as a draft. */
const pauseSchema = z.object({ from: z.string(), to: z.string() });
type Pause = z.infer<typeof pauseSchema>;

interface PauseProps {
  plan: string;
  today: LocalDate;
  onClose(): void;
  /** Whether it was taken. */
  onConfirm(asked: Pause): Promise<boolean>;
}

/** From which day on, and until which; without one until somebody takes it up again. */
function PauseForm(props: PauseProps) {
  const draft = useFormDraft(`plan-pause/${props.plan}`, pauseSchema);
  return draft.kept === undefined ? null : <PauseFields {...props} draft={draft} />;
}

function PauseFields({ draft, today, onClose, onConfirm }: PauseProps & { draft: TextDraft<Pause> }) {
  const { t } = useTranslation();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => ({ from: today, to: '' }));
  const isEarly = form.from < today;
  const isBackward = form.to !== '' && form.to <= form.from;
  return (
    <Form
      className={styles.pause}
      onSubmit={() => {
        if (!isEarly && !isBackward) void onConfirm(form).then((isTaken) => isTaken && end());
      }}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <DateField
        label={t('plans.field.pauseFrom')}
        value={form.from}
        onChange={(from) => set({ from })}
        error={isEarly ? t('plans.problem.from') : undefined}
        autoFocus
      />
      <DateField
        label={t('plans.field.pauseTo')}
        hint={t('plans.pauseToHint')}
        value={form.to}
        onChange={(to) => set({ to })}
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
    </Form>
  );
}
