import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { heartbeatSchema } from '../../../src-shared/model/heartbeat.ts';
import { serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import { PRIORITIES, type Priority } from '../../../src-shared/model/priority.ts';
import { sameJson } from '../../../src-shared/mutators/same.ts';
import { NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useLive } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { Select } from '../../ui/Select.tsx';
import { Switch } from '../../ui/Switch.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type HeartbeatQuestion, useHeartbeatDesk } from './desk.ts';
import { ScheduleFields } from './ScheduleFields.tsx';
import { formOf, readSchedule } from './schedule-form.ts';

interface Props {
  question: HeartbeatQuestion;
  directory: Directory;
  onClose(): void;
}

const slugSchema = heartbeatSchema.shape.slug;

/** A new job or another version of one. Only what was changed is sent, so that two people's edits both stand. */
export function HeartbeatDialog({ question, directory, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const minute = useMinute();
  const desk = useHeartbeatDesk();
  const before = question.kind === 'edit' ? question.doc : undefined;
  const [name, setName] = useState(before?.name ?? '');
  const [slug, setSlug] = useState(before?.slug ?? '');
  const [form, setForm] = useState(() => formOf(before?.schedule, format.zone, format.language === 'fr' ? 'j' : 'd'));
  const [priority, setPriority] = useState<Priority>(before?.priority ?? 'P2');
  const [service, setService] = useState<string>(before?.service ?? NOBODY);
  const [team, setTeam] = useState<string>(before?.team ?? NOBODY);
  const [tags, setTags] = useState(before?.tags.join(', ') ?? '');
  const [byHand, setByHand] = useState(before?.manualResume === true);
  const [tried, setTried] = useState(false);
  const read = useMemo(() => readSchedule(form, minute), [form, minute]);
  const nameMissing = !isName(name);
  const badSlug = slug.trim() !== '' && !slugSchema.safeParse(slug.trim()).success;
  const own = question.kind === 'edit' ? question.id : undefined;
  const jobs = useLive((db) => db.heartbeat.toArray(), []);
  const namesake = jobs?.find(({ id, doc }) => doc.slug === slug.trim() && id !== own);

  const confirm = async () => {
    setTried(true);
    if (nameMissing || badSlug || namesake || !read.ok) return;
    const said = {
      name: name.trim(),
      slug: slug.trim() || null,
      schedule: read.schedule,
      priority,
      service: service === NOBODY ? null : serviceId(service),
      team: team === NOBODY ? null : teamId(team),
      tags: [...new Set(tags.split(',').map((tag) => asLine(tag).slice(0, 60)))].filter(isName).slice(0, 50),
      manualResume: byHand || null,
    };
    if (question.kind === 'new') {
      const { slug: path, service: of, team: by, manualResume, ...rest } = said;
      const id = await desk.actions.create({
        ...rest,
        ...(path ? { slug: path } : {}),
        ...(of ? { service: of } : {}),
        ...(by ? { team: by } : {}),
        ...(manualResume ? { manualResume } : {}),
      });
      if (id === undefined) return;
      onClose();
      desk.show(id);
      return;
    }
    const { id, doc } = question;
    const changed = <K extends keyof typeof said>(field: K): Partial<typeof said> =>
      sameJson(said[field], doc[field] ?? null) ? {} : { [field]: said[field] };
    const set = {
      ...changed('name'),
      ...changed('slug'),
      ...changed('schedule'),
      ...changed('priority'),
      ...changed('service'),
      ...changed('team'),
      ...changed('tags'),
      ...changed('manualResume'),
    };
    if (Object.keys(set).length === 0 || (await desk.actions.edit(id, doc, set))) onClose();
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
      onSubmit={() => void confirm()}
      confirm={{ label: t(question.kind === 'edit' ? 'heartbeats.save' : 'heartbeats.create') }}
    >
      <TextField
        label={t('heartbeats.field.name')}
        value={name}
        onChange={setName}
        maxLength={200}
        autoFocus
        error={tried && nameMissing ? t('heartbeats.nameMissing') : undefined}
      />
      <ScheduleFields form={form} read={read} onChange={setForm} />
      <FieldRow columns={2}>
        <Select<Priority>
          label={t('heartbeats.field.priority')}
          value={priority}
          onChange={setPriority}
          options={PRIORITIES.map((id) => ({
            id,
            label: t(`priority.${id}`),
            before: <PriorityBadge priority={id} />,
          }))}
        />
        <Select
          label={t('heartbeats.field.service')}
          value={service}
          onChange={setService}
          options={named(directory.services, t('heartbeats.noService'))}
        />
        <Select
          label={t('heartbeats.field.team')}
          value={team}
          onChange={setTeam}
          options={named(directory.teams, t('heartbeats.noTeam'))}
        />
        <TextField label={t('heartbeats.field.tags')} value={tags} onChange={setTags} hint={t('heartbeats.tagsHint')} />
      </FieldRow>
      <TextField
        label={t('heartbeats.field.slug')}
        value={slug}
        onChange={setSlug}
        maxLength={100}
        hint={t('heartbeats.slugHint')}
        error={badSlug ? t('heartbeats.slugBad') : namesake && t('heartbeats.slugTaken', { name: namesake.doc.name })}
      />
      <Switch
        label={t('heartbeats.field.manualResume')}
        hint={t('heartbeats.manualResumeHint')}
        isSelected={byHand}
        onChange={setByHand}
      />
    </Dialog>
  );
}
