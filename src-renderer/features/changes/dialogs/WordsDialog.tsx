import { useTranslation } from 'react-i18next';
import { freezeId } from '../../../../src-shared/model/change.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { useWords } from '../../../data/use-words.ts';
import { TextArea } from '../../../ui/TextArea.tsx';
import styles from '../Changes.module.css';
import { type ChangeQuestion, useChangeDesk } from '../desk.ts';
import { Ask, ReasonField } from './Ask.tsx';

type WordsKind = 'refuse' | 'rollBack' | 'cancel' | 'complete' | 'except' | 'gate';
type Question = Extract<ChangeQuestion, { kind: WordsKind }>;

/** What is being written: words for one gate, or one freeze, are none for another. */
function draftOf(question: Question): string {
  const of = `change-${question.kind}:${question.seen.id}`;
  if (question.kind === 'gate') return `${of}/${question.gate}`;
  return question.kind === 'except' ? `${of}/${question.freeze.id}` : of;
}

/** A move that is given in a few words: why, or what was seen. */
export function WordsDialog({ question, onClose }: { question: Question; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useChangeDesk();
  const { kind, seen } = question;
  const isOptional = kind === 'gate';
  const words = useWords(draftOf(question), { isNeeded: !isOptional });
  const reopen = (of: Instant) => actions.mutate('change.reopen', { ...seen, of });
  const send = (text: string) => {
    switch (kind) {
      case 'gate': {
        const { gate } = question;
        return actions.act('gatePassed', 'change.passGate', { ...seen, gate, ...(text ? { note: text } : {}) }, (of) =>
          actions.mutate('change.takeBackGate', { ...seen, gate, of }),
        );
      }
      case 'except': {
        const { id, revision } = question.freeze;
        const which = { freeze: freezeId(id), freezeRevision: revision };
        return actions.act('excepted', 'change.except', { ...seen, ...which, reason: text }, (of) =>
          actions.mutate('change.takeBackException', { ...seen, freeze: which.freeze, of }),
        );
      }
      case 'complete':
        return actions.act('done', 'change.complete', { ...seen, note: text }, reopen);
      case 'refuse':
        return actions.act('refused', 'change.refuse', { ...seen, reason: text });
      case 'rollBack':
        return actions.act('rolledBack', 'change.rollBack', { ...seen, reason: text });
      default:
        return actions.act('cancelled', 'change.cancel', { ...seen, reason: text }, reopen);
    }
  };
  const confirm = async () => {
    const text = words.take();
    if (text === undefined) return;
    onClose();
    if (await send(text)) words.end();
  };
  const gate = kind === 'gate' ? t(`changes.gate.${question.gate}`) : '';
  const freeze = kind === 'except' ? question.freeze.title : '';
  return (
    <Ask
      title={t(`changes.ask.${kind}`, { gate, freeze })}
      confirm={t(`changes.ask.${kind}Do`)}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      {kind === 'complete' && <p className={styles.dim}>{t('changes.ask.lacking', { count: question.lacking })}</p>}
      {isOptional ? (
        <TextArea
          label={t('changes.ask.note')}
          value={words.value}
          onChange={words.write}
          maxLength={2_000}
          autoFocus
        />
      ) : (
        <ReasonField words={words} autoFocus />
      )}
    </Ask>
  );
}
