import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { heartbeatSchema } from '../../../src-shared/model/heartbeat.ts';
import { isName } from '../../../src-shared/model/name.ts';
import { PRIORITIES, type Priority } from '../../../src-shared/model/priority.ts';
import { NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../data/use-text-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { FoundDraft } from '../../ui/FoundDraft.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type HeartbeatQuestion, useHeartbeatDesk } from './desk.ts';
import { changeOf, contentOf, type HeartbeatForm, heartbeatForm, heartbeatFormSchema } from './heartbeat-form.ts';
import { ScheduleFields } from './ScheduleFields.tsx';
import { readSchedule } from './schedule-form.ts';

interface Props {
  question: HeartbeatQuestion;
  directory: Directory;
  onClose(): void;
}

const slugSchema = heartbeatSchema.shape.slug;

/** A new job or another version of one. Only what was changed is sent, so that two people's edits both stand. */
export function HeartbeatDialog(props: Props) {
  const { question } = props;
  const draft = useFormDraft(`heartbeat/${question.kind === 'edit' ? question.id : ''}`, heartbeatFormSchema);
  return draft.kept === undefined ? null : <HeartbeatFields {...props} draft={draft} />;
}

function HeartbeatFields({ question, directory, onClose, draft }: Props & { draft: TextDraft<HeartbeatForm> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const desk = useHeartbeatDesk();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () =>
    heartbeatForm(
      question.kind === 'edit' ? question.doc : undefined,
      format.zone,
      format.language === 'fr' ? 'j' : 'd',
    ),
  );
  const { name, schedule, priority, service, team, tags, manualResume } = form;
  const slug = form.slug.trim();
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readSchedule(schedule, minute), [schedule, minute]);
  const nameMissing = !isName(name);
  const badSlug = slug !== '' && !slugSchema.safeParse(slug).success;
  const own = question.kind === 'edit' ? question.id : undefined;
  const jobs = useLive((db) => db.heartbeat.toArray(), []);
  const namesake = jobs?.find(({ id, doc }) => doc.slug === slug && id !== own);

  const confirm = async () => {
    setTried(true);
    if (nameMissing || badSlug || namesake || !read.ok) return;
    if (question.kind === 'new') {
      const id = await desk.actions.create(contentOf(form, read.schedule));
      if (id === undefined) return;
      end();
      onClose();
      desk.show(id);
      return;
    }
    const change = changeOf(form, read.schedule);
    if (Object.keys(change).length > 0 && !(await desk.actions.edit(question.id, question.doc, change))) return;
    end();
    onClose();
  };
  const named = (rows: Directory['teams'] | Directory['services'], none: string) => [
    { id: NOBODY as string, label: none },
    ...rows.map(({ id, doc }) => ({ id, label: doc.name })),
  ];
  return (
    <Dialog
      title={t(question.kind === 'edit' ? 'heartbeats.editTitle' : 'heartbeats.newTitle')}
      closeLabel={t('heartbeats.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t(question.kind === 'edit' ? 'heartbeats.save' : 'heartbeats.create') }}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('heartbeats.field.name')}
        value={name}
        onChange={(next) => set({ name: next })}
        maxLength={200}
        autoFocus
        error={tried && nameMissing ? t('heartbeats.nameMissing') : undefined}
      />
      <ScheduleFields form={schedule} read={read} onChange={(next) => set({ schedule: next })} />
      <FieldRow columns={2}>
        <Select<Priority>
          label={t('heartbeats.field.priority')}
          value={priority}
          onChange={(next) => set({ priority: next })}
          options={PRIORITIES.map((id) => ({
            id,
            label: t(`priority.${id}`),
            before: <PriorityBadge priority={id} />,
          }))}
        />
        <Select
          label={t('heartbeats.field.service')}
          value={service}
          onChange={(next) => set({ service: next })}
          options={named(directory.services, t('heartbeats.noService'))}
        />
        <Select
          label={t('heartbeats.field.team')}
          value={team}
          onChange={(next) => set({ team: next })}
          options={named(directory.teams, t('heartbeats.noTeam'))}
        />
        <TextField
          label={t('heartbeats.field.tags')}
          value={tags}
          onChange={(next) => set({ tags: next })}
          hint={t('heartbeats.tagsHint')}
        />
      </FieldRow>
      <TextField
        label={t('heartbeats.field.slug')}
        value={form.slug}
        onChange={(next) => set({ slug: next })}
        maxLength={100}
        hint={t('heartbeats.slugHint')}
        error={badSlug ? t('heartbeats.slugBad') : namesake && t('heartbeats.slugTaken', { name: namesake.doc.name })}
      />
      <Switch
        label={t('heartbeats.field.manualResume')}
        hint={t('heartbeats.manualResumeHint')}
        isSelected={manualResume}
        onChange={(next) => set({ manualResume: next })}
      />
    </Dialog>
  );
}
