import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { occurrenceIdSchema } from '../../../src-shared/model/plan.ts';
import { useDirectory } from '../../data/directory.ts';
import { useMaintenance } from '../../data/use-maintenance.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { isOpen } from './day-model.ts';
import { useMaintenanceDesk } from './desk.ts';
import styles from './RunOccurrence.module.css';
import { StatusMark } from './StatusMark.tsx';

/** On the page of a run that an occurrence asked for: when it is due, what becomes of it, and what was found. */
export function RunOccurrence({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const now = useMinute();
  const { actions, ask } = useMaintenanceDesk();
  const directory = useDirectory();
  const maintenance = useMaintenance();
  const [isRaising, setRaising] = useState(false);
  const known = occurrenceIdSchema.safeParse(id);
  const item = maintenance.loaded && known.success ? maintenance.item(known.data, now) : undefined;
  if (!item || !directory) return null;
  const { state, plan } = item;
  const may = directory.may('responder');
  const byMe = state.completed !== undefined && directory.isMe(state.completed.by);
  const raise = async () => {
    setRaising(true);
    await actions.raise(item, plan.doc.title);
    setRaising(false);
  };
  return (
    <section className={styles.strip} aria-label={t('maintenance.one')}>
      <StatusMark status={state.status} isLate={state.late} />
      <button type="button" className={styles.when} onClick={() => void navigate({ to: '/maintenance' })}>
        {t('maintenance.dueBy', { time: format.moment(state.deadline, now) })}
      </button>
      {state.signed && <span>{t('maintenance.signedBy', { by: directory.actor(state.signed.by) })}</span>}
      <span className={styles.acts}>
        {isOpen(item) && (
          <>
            <Button size="small" isDisabled={!may} onPress={() => ask({ kind: 'complete', items: [item] })}>
              {t('maintenance.act.complete')}
            </Button>
            <Button size="small" isDisabled={!may} onPress={() => ask({ kind: 'skip', items: [item] })}>
              {t('maintenance.act.skip')}
            </Button>
          </>
        )}
        {plan.doc.signature && state.completed && !state.signed && (
          <Button
            size="small"
            variant="primary"
            isDisabled={!may || byMe}
            reason={byMe ? t('maintenance.signByOther') : undefined}
            onPress={() => void actions.sign(item)}
          >
            {t('maintenance.act.sign')}
          </Button>
        )}
        <Button size="small" isDisabled={!may || isRaising} onPress={() => void raise()}>
          {t('maintenance.act.raise')}
        </Button>
        <Button size="small" isDisabled={!may} onPress={() => ask({ kind: 'followUp', item })}>
          {t('maintenance.act.followUp')}
        </Button>
      </span>
    </section>
  );
}
