import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { endOfWork, isOutside } from '../../../../src-shared/change/work-span.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { useDraft } from '../../../data/use-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Switch } from '../../../ui/Switch.tsx';
import styles from '../Changes.module.css';
import { type ChangeQuestion, useChangeDesk } from '../desk.ts';
import { Ask, ReasonField } from './Ask.tsx';

type Question = Extract<ChangeQuestion, { kind: 'start' }>;

/** The work begins: with its services quiet meanwhile, or not; outside its window with a reason. */
export function StartDialog({ question: { seen, doc }, onClose }: { question: Question; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const { now } = useData();
  const { actions } = useChangeDesk();
  const draft = useDraft(`change-start:${seen.id}`);
  const [tried, setTried] = useState(false);
  const hasServices = doc.services.length > 0;
  const [silence, setSilence] = useState(true);
  const outside = isOutside(doc.window, minute);
  const reason = draft.text.trim();
  const confirm = async () => {
    setTried(true);
    // The window may have opened or closed since this was drawn.
    if (isOutside(doc.window, now()) && reason === '') return;
    onClose();
    const why = reason === '' ? {} : { reason };
    if (await actions.act('started', 'change.start', { ...seen, silence: silence && hasServices, ...why })) draft.end();
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
              ? t('changes.ask.early', { time: format.moment(doc.window.from, minute) })
              : t('changes.ask.late', { time: format.moment(doc.window.to, minute) })}
          </p>
          <ReasonField value={draft.text} onChange={draft.write} isMissing={tried && reason === ''} autoFocus />
        </>
      )}
      <Switch
        label={t('changes.ask.silence')}
        hint={
          hasServices
            ? t('changes.ask.silenceHint', { time: format.moment(endOfWork(doc.window, minute), minute) })
            : t('changes.ask.noServices')
        }
        isSelected={silence && hasServices}
        isDisabled={!hasServices}
        onChange={setSilence}
      />
    </Ask>
  );
}
