import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plannedEnd } from '../../../../src-shared/change/work-span.ts';
import { instantOfText, wallText } from '../../../../src-shared/silence/wall-time.ts';
import { HOUR, MINUTE } from '../../../../src-shared/time/clock.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { useWords } from '../../../data/use-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { DateField } from '../../../ui/DateField.tsx';
import styles from '../Changes.module.css';
import { type ChangeQuestion, useChangeDesk } from '../desk.ts';
import { Ask, ReasonField } from './Ask.tsx';

type Question = Extract<ChangeQuestion, { kind: 'extend' }>;

/** The work takes longer than was said: until when, and why. */
export function ExtendDialog({ question: { seen, doc }, onClose }: { question: Question; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const { now } = useData();
  const { actions } = useChangeDesk();
  const words = useWords(`change-extend:${seen.id}`);
  const { zone } = doc.window;
  const end = plannedEnd(doc);
  const [text, setText] = useState(() => wallText(Math.max(end, now()) + HOUR, zone));
  const until = instantOfText(text, zone, 'end');
  const isTooEarly = until !== undefined && (until <= end || until <= minute);
  const confirm = async () => {
    const reason = words.take();
    if (until === undefined || isTooEarly || reason === undefined) return;
    onClose();
    if (await actions.act('extended', 'change.extend', { ...seen, until, reason })) words.end();
  };
  const untilProblem = isTooEarly ? t('changes.ask.extendEarly') : t('silences.timeUnread');
  return (
    <Ask
      title={t('changes.ask.extend')}
      confirm={t('changes.ask.extendDo')}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      <p className={styles.dim}>
        {t(doc.silenced ? 'changes.ask.extendSilenced' : 'changes.ask.extendWhy', {
          when: format.momentOn(end, minute),
        })}
      </p>
      <DateField
        label={
          zone === format.zone ? t('changes.ask.until') : t('changes.ask.untilIn', { zone: zone.replaceAll('_', ' ') })
        }
        hasTime
        value={text}
        onChange={setText}
        error={until === undefined || isTooEarly ? untilProblem : undefined}
        hint={
          until === undefined || isTooEarly
            ? undefined
            : t('changes.ask.longer', { length: format.duration(Math.round((until - end) / MINUTE) * MINUTE) })
        }
      />
      <ReasonField words={words} />
    </Ask>
  );
}
