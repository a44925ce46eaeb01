import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endOfWork, isOutside } from '../../../../src-shared/change/work-span.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { nameOf } from '../../../data/incident-line.ts';
import { quietedNow, useQuieted } from '../../../data/quieted.ts';
import { useWords } from '../../../data/use-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { WindowSwitch } from '../../../ui/WindowSwitch.tsx';
import styles from '../Changes.module.css';
import { type ChangeQuestion, useChangeDesk } from '../desk.ts';
import { Ask, ReasonField } from './Ask.tsx';

type Question = Extract<ChangeQuestion, { kind: 'start' }>;

/** The work begins: with its services quiet meanwhile, or not; outside its window with a reason. */
export function StartDialog({ question: { seen, doc }, onClose }: { question: Question; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const { now, db } = useData();
  const { actions } = useChangeDesk();
  const hasServices = doc.services.length > 0;
  const quieted = useQuieted(doc.services);
  const [chosen, setChosen] = useState<boolean>();
  // What nobody has acknowledged becomes silent by nobody’s oversight.
  const silence = chosen ?? quieted?.length === 0;
  const outside = isOutside(doc.window, minute);
  const words = useWords(`change-start:${seen.id}`, { isNeeded: outside });
  const confirm = async () => {
    // The window may have opened or closed since this was drawn.
    const reason = words.take(isOutside(doc.window, now()));
    if (reason === undefined) return;
    onClose();
    const isSilent = chosen ?? (await quietedNow(db, doc.services, now())).length === 0;
    const why = reason === '' ? {} : { reason };
    const args = { ...seen, silence: isSilent && hasServices, ...why };
    const back = (of: Instant) => actions.mutate('change.unstart', { ...seen, of });
    if (await actions.act('started', 'change.start', args, back)) words.end();
  };
  return (
    <Ask
      title={t('changes.ask.start')}
      confirm={t('changes.ask.startDo')}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      {outside && (
        <>
          <p className={styles.dim}>
            {minute < doc.window.from
              ? t('changes.ask.early', { when: format.momentOn(doc.window.from, minute) })
              : t('changes.ask.late', { when: format.momentOn(doc.window.to, minute) })}
          </p>
          <ReasonField words={words} autoFocus />
        </>
      )}
      <WindowSwitch
        label={t('changes.ask.silence')}
        hint={
          hasServices
            ? t('changes.ask.silenceHint', { until: format.momentTo(endOfWork(doc.window, minute), minute) })
            : t('changes.ask.noServices')
        }
        isSelected={silence && hasServices}
        isDisabled={!hasServices}
        onChange={setChosen}
        warning={t('silences.quiets', { count: quieted?.length ?? 0 })}
        incidents={(quieted ?? []).map(({ id, doc }) => ({
          id,
          priority: doc.priority,
          link: (
            <Link to="/incidents/$address" params={{ address: String(doc.number ?? id) }} onClick={onClose}>
              {nameOf(doc)}
            </Link>
          ),
        }))}
      />
    </Ask>
  );
}
