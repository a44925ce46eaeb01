import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthsOf } from '../../../src-shared/backup/cadence.ts';
import { FREQUENCIES } from '../../../src-shared/recurrence/rule.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../data/use-text-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { FoundDraft } from '../../ui/FoundDraft.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import {
  type BackupForm,
  backupForm,
  backupFormSchema,
  changeOf,
  contentOf,
  NEVER,
  readBackup,
} from './backup-form.ts';
import { cadenceWords, plainCadence } from './cadence-words.ts';
import { type BackupQuestion, useBackupDesk } from './desk.ts';

interface Props {
  question: Extract<BackupQuestion, { kind: 'new' | 'edit' }>;
  directory: Directory;
  onClose(): void;
}

/** An entry of the register. Only what was changed is sent, so that two people's edits both stand. */
export function BackupDialog(props: Props) {
  const { question } = props;
  const draft = useFormDraft(`backup/${question.kind === 'edit' ? question.id : ''}`, backupFormSchema);
  return draft.kept === undefined ? null : <BackupFields {...props} draft={draft} />;
}

function BackupFields({ question, directory, onClose, draft }: Props & { draft: TextDraft<BackupForm> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actions } = useBackupDesk();
  const heartbeats = useList('heartbeat');
  const before = question.kind === 'edit' ? question.doc : undefined;
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => backupForm(before, format));
  const [tried, setTried] = useState(false);
  const { said, problems } = readBackup(form);

  const confirm = async () => {
    setTried(true);
    if (problems.size > 0) return;
    if (question.kind === 'new') {
      if (!(await actions.create(contentOf(said)))) return;
    } else {
      const change = changeOf(said, form);
      if (Object.keys(change).length > 0 && !(await actions.edit(question.id, question.doc, change))) return;
    }
    end();
    onClose();
  };

  const cadences = [
    { id: NEVER, label: t('backups.cadence.none') },
    ...FREQUENCIES.map((freq) => ({ id: `FREQ=${freq}`, label: t(`backups.cadence.${freq}`) })),
    ...(before?.cadence && !plainCadence(before.cadence)
      ? [{ id: before.cadence, label: cadenceWords(before.cadence, t) }]
      : []),
  ];
  const lengths = form.cadence === NEVER ? undefined : lengthsOf(form.cadence);
  const named = (rows: Directory['teams'] | Directory['services'], none: string) => [
    { id: NOBODY as string, label: none },
    ...rows.map(({ id, doc }) => ({ id: id as string, label: doc.name })),
  ];
  const jobs = [
    { id: NOBODY as string, label: t('backups.noHeartbeat') },
    ...(heartbeats ?? []).map(({ id, doc }) => ({ id: id as string, label: doc.name })),
  ];
  return (
    <Dialog
      title={t(question.kind === 'edit' ? 'backups.editTitle' : 'backups.newTitle')}
      closeLabel={t('backups.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t(question.kind === 'edit' ? 'backups.save' : 'backups.create') }}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('backups.field.title')}
        value={form.title}
        onChange={(title) => set({ title })}
        maxLength={300}
        autoFocus
        error={tried && problems.has('title') ? t('backups.titleMissing') : undefined}
      />
      <FieldRow columns={2}>
        <TextField
          label={t('backups.field.target')}
          value={form.target}
          onChange={(target) => set({ target })}
          maxLength={200}
        />
        <Select
          label={t('backups.field.cadence')}
          value={form.cadence}
          onChange={(cadence) => set({ cadence })}
          options={cadences}
          hint={lengths && t('backups.lateAfter', { length: format.duration(lengths.period + lengths.grace) })}
        />
        <TextField
          label={t('backups.field.retention')}
          value={form.retention}
          onChange={(retention) => set({ retention })}
          error={problems.has('retention') ? t('backups.daysBad') : undefined}
        />
        <TextField
          label={t('backups.field.sizeAtLeast')}
          value={form.sizeAtLeast}
          onChange={(sizeAtLeast) => set({ sizeAtLeast })}
          hint={t('backups.sizeHint')}
          error={problems.has('sizeAtLeast') ? t('backups.sizeBad') : undefined}
        />
        <TextField
          label={t('backups.field.restoreWithin')}
          value={form.restoreWithin}
          onChange={(restoreWithin) => set({ restoreWithin })}
          error={problems.has('restoreWithin') ? t('backups.lengthBad') : undefined}
        />
        <Select
          label={t('backups.field.service')}
          value={form.service}
          onChange={(service) => set({ service })}
          options={named(directory.services, t('backups.noService'))}
        />
        <Select
          label={t('backups.field.owner')}
          value={form.owner}
          onChange={(owner) => set({ owner })}
          options={assignees(directory, t('backups.nobody'), t('incident.you'))}
        />
        <Select
          label={t('backups.field.team')}
          value={form.team}
          onChange={(team) => set({ team })}
          options={named(directory.teams, t('backups.noTeam'))}
        />
        <Select
          label={t('backups.field.heartbeat')}
          value={form.heartbeat}
          onChange={(heartbeat) => set({ heartbeat })}
          hint={t('backups.heartbeatHint')}
          options={jobs}
        />
      </FieldRow>
    </Dialog>
  );
}
