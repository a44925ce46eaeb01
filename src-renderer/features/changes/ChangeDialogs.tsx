import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { changeId, freezeId } from '../../../src-shared/model/change.ts';
import type { Directory } from '../../data/directory.ts';
import { useDraft } from '../../data/use-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import styles from './Changes.module.css';
import { type ChangeQuestion, useChangeDesk } from './desk.ts';
import { FreezeDialog } from './FreezeDialog.tsx';

/** The question about a change that is being asked. */
export function ChangeDialogs({ directory }: { directory: Directory }) {
  const desk = useChangeDesk();
  const question = useStore(desk.store, (state) => state.question);
  if (!question) return null;
  if (question.kind === 'freeze') {
    return <FreezeDialog {...question} directory={directory} onClose={desk.answered} />;
  }
  if (question.kind === 'start') return <StartDialog question={question} onClose={desk.answered} />;
  return <WordsDialog key={question.kind} question={question} onClose={desk.answered} />;
}

interface AskProps {
  title: string;
  confirm: string;
  onClose(): void;
  onConfirm(): void;
  children: ReactNode;
}

function Ask({ title, confirm, onClose, onConfirm, children }: AskProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={title}
      closeLabel={t('changes.cancel')}
      onClose={onClose}
      onSubmit={onConfirm}
      actions={
        <>
          <Button variant="quiet" keys="Escape" onPress={onClose}>
            {t('changes.cancel')}
          </Button>
          <Button type="submit" variant="primary">
            {confirm}
          </Button>
        </>
      }
    >
      <div className={styles.fields}>{children}</div>
    </Dialog>
  );
}

type StartQuestion = Extract<ChangeQuestion, { kind: 'start' }>;

/** The work begins: with its services quiet until the window's end, or not. */
function StartDialog({ question: { id, doc }, onClose }: { question: StartQuestion; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { actions } = useChangeDesk();
  const canSilence = doc.services.length > 0 && doc.window.to > now;
  const [silence, setSilence] = useState(canSilence);
  const isEarly = now < doc.window.from;
  const confirm = async () => {
    onClose();
    await actions.act('started', 'change.start', { id: changeId(id), silence: silence && canSilence });
  };
  return (
    <Ask
      title={t('changes.ask.start')}
      confirm={t('changes.ask.startDo')}
      onClose={onClose}
      onConfirm={() => void confirm()}
    >
      {isEarly && <p className={styles.dim}>{t('changes.ask.early', { time: format.moment(doc.window.from, now) })}</p>}
      <Switch
        label={t('changes.ask.silence')}
        hint={
          canSilence
            ? t('changes.ask.silenceHint', { time: format.moment(doc.window.to, now) })
            : t(doc.services.length === 0 ? 'changes.ask.noServices' : 'changes.ask.windowOver')
        }
        isSelected={silence && canSilence}
        isDisabled={!canSilence}
        onChange={setSilence}
      />
    </Ask>
  );
}

type WordsQuestion = Exclude<ChangeQuestion, { kind: 'freeze' } | StartQuestion>;

/** A move that is given in a few words: why, or what was seen. */
function WordsDialog({ question, onClose }: { question: WordsQuestion; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useChangeDesk();
  const { kind } = question;
  const id = changeId(question.id);
  const draft = useDraft(`change-${kind}:${id}`);
  const [tried, setTried] = useState(false);
  const isOptional = kind === 'gate';
  const text = draft.text.trim();
  const missing = !isOptional && text === '';
  const send = () => {
    switch (kind) {
      case 'gate': {
        const { gate } = question;
        return actions.act('gatePassed', 'change.passGate', { id, gate, ...(text ? { note: text } : {}) }, () =>
          actions.mutate('change.takeBackGate', { id, gate }),
        );
      }
      case 'except':
        return actions.act('excepted', 'change.except', { id, freeze: freezeId(question.freeze.id), reason: text });
      case 'refuse':
        return actions.act('refused', 'change.refuse', { id, reason: text });
      case 'rollBack':
        return actions.act('rolledBack', 'change.rollBack', { id, reason: text }, () =>
          actions.mutate('change.reopen', { id }),
        );
      default:
        return actions.act('cancelled', 'change.cancel', { id, reason: text }, () =>
          actions.mutate('change.reopen', { id }),
        );
    }
  };
  const confirm = async () => {
    setTried(true);
    if (missing) return;
    onClose();
    if (await send()) draft.end();
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
      <TextArea
        label={t(isOptional ? 'changes.ask.note' : 'changes.ask.reason')}
        value={draft.text}
        onChange={draft.write}
        maxLength={2_000}
        autoFocus
        error={tried && missing ? t('changes.ask.reasonMissing') : undefined}
      />
    </Ask>
  );
}
