import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { occurrenceWhen } from '../../data/occurrence-words.ts';
import { useOccurrence } from '../../data/use-occurrence.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { type Act, fits } from './acts.ts';
import { isOpen } from './day-model.ts';
import styles from './RunOccurrence.module.css';
import { StatusMark } from './StatusMark.tsx';
import { useFocusedItem } from './use-focused-item.ts';
import { dueWords } from './when.ts';

/** On the page of a run that an occurrence asked for: of which plan, when, and what was found. Its end ends it. */
export function RunOccurrence({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const directory = useDirectory();
  const item = useOccurrence(id) ?? undefined;
  useFocusedItem(item);
  const run = useRecord('run', item?.state.started?.run);
  if (!item || !directory) return null;
  const { planned, state, plan } = item;
  const may = directory.may('responder');
  const byMe = state.completed !== undefined && directory.isMe(state.completed.by);
  const acts: Act[] = ['sign', 'raise', 'followUp'];
  // Its run was ended and nobody has said that it was done.
  if (run?.doc.endedAt !== undefined) acts.unshift('complete');
  const keysOf = (act: Act) => {
    const command = runner.find(`occurrence.${act}`);
    if (!command?.keys || !command.place?.includes('/runs/')) return undefined;
    return displayKeys(command.keys, info.platform).join(' ');
  };
  return (
    <section className={styles.strip} aria-label={t('maintenance.one')}>
      <StatusMark status={state.status} isLate={state.late} />
      <Link className={styles.plan} to={`/maintenance/${encodeURIComponent(planned.id)}`}>
        {plan.doc.title}
      </Link>
      <span>{occurrenceWhen(item, t, format)}</span>
      {isOpen(item) && <span>{dueWords(item, t, format, now)}</span>}
      {state.signed && <span>{t('maintenance.signedBy', { by: directory.actor(state.signed.by) })}</span>}
      <span className={styles.acts}>
        {acts.map((act) => {
          if (!fits(act, item)) return null;
          const why = !may
            ? t('maintenance.responderOnly')
            : act === 'sign' && byMe
              ? t('maintenance.signByOther')
              : '';
          return (
            <Button
              key={act}
              size="small"
              variant={act === 'sign' ? 'primary' : 'plain'}
              keys={keysOf(act)}
              isDisabled={why !== ''}
              reason={why}
              onPress={() => runner.run(`occurrence.${act}`, { place: '/maintenance' })}
            >
              {t(`maintenance.act.${act}`)}
            </Button>
          );
        })}
      </span>
    </section>
  );
}
