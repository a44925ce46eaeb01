import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lengthsOf } from '../../../src-shared/backup/cadence.ts';
import { heartbeatId } from '../../../src-shared/model/heartbeat.ts';
import { personId, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { FREQUENCIES } from '../../../src-shared/recurrence/rule.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { parseDuration } from '../../platform/duration-text.ts';
import { useFormat } from '../../platform/format.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { cadenceWords, plainCadence } from './cadence-words.ts';
import { type BackupQuestion, useBackupDesk } from './desk.ts';
import { parseSize, typedSize } from './size-text.ts';

interface Props {
  question: Extract<BackupQuestion, { kind: 'new' | 'edit' }>;
  directory: Directory;
  onClose(): void;
}

const NEVER = '';

/** An entry of the register. Only what was changed is sent, so that two people's edits both stand. */
export function BackupDialog({ question, directory, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { actions } = useBackupDesk();
  const heartbeats = useList('heartbeat');
  const before = question.kind === 'edit' ? question.doc : undefined;
  const [title, setTitle] = useState(before?.title ?? '');
  const [target, setTarget] = useState(before?.target ?? '');
  const [cadence, setCadence] = useState<string>(before?.cadence ?? NEVER);
  const [retention, setRetention] = useState(before?.retention === undefined ? '' : String(before.retention));
  const [least, setLeast] = useState(typedSize(before?.sizeAtLeast, format.language));
  const [within, setWithin] = useState(before?.restoreWithin ? format.duration(before.restoreWithin) : '');
  const [service, setService] = useState<string>(before?.service ?? NOBODY);
  const [owner, setOwner] = useState<string>(before?.owner ?? NOBODY);
  const [team, setTeam] = useState<string>(before?.team ?? NOBODY);
  const [heartbeat, setHeartbeat] = useState<string>(before?.heartbeat ?? NOBODY);
  const [tried, setTried] = useState(false);

  const days = /^\d{1,5}$/.test(retention.trim()) ? Number(retention) : undefined;
  const badDays = retention.trim() !== '' && (days === undefined || days < 1 || days > 36_600);
  const bytes = least.trim() === '' ? undefined : parseSize(least);
  const badSize = least.trim() !== '' && bytes === undefined;
  const length = within.trim() === '' ? undefined : parseDuration(within);
  const badLength = within.trim() !== '' && length === undefined;
  const titleMissing = title.trim() === '';

  const confirm = async () => {
    setTried(true);
    if (titleMissing || badDays || badSize || badLength) return;
    const said = {
      title: title.trim(),
      target: target.trim() || null,
      cadence: cadence === NEVER ? null : cadence,
      retention: days ?? null,
      sizeAtLeast: bytes ?? null,
      restoreWithin: length ?? null,
      service: service === NOBODY ? null : serviceId(service),
      owner: owner === NOBODY ? null : personId(owner),
      team: team === NOBODY ? null : teamId(team),
      heartbeat: heartbeat === NOBODY ? null : heartbeatId(heartbeat),
    };
    if (question.kind === 'new') {
      const given = <K extends keyof typeof said>(field: K) =>
        said[field] === null ? {} : { [field]: said[field] as NonNullable<(typeof said)[K]> };
      const content = {
        title: said.title,
        ...given('target'),
        ...given('cadence'),
        ...given('retention'),
        ...given('sizeAtLeast'),
        ...given('restoreWithin'),
        ...given('service'),
        ...given('owner'),
        ...given('team'),
        ...given('heartbeat'),
      };
      if (await actions.create(content)) onClose();
      return;
    }
    const { id, doc } = question;
    const changed = <K extends keyof typeof said>(field: K): Partial<typeof said> =>
      said[field] === (doc[field] ?? null) ? {} : { [field]: said[field] };
    const set = {
      ...changed('title'),
      ...changed('target'),
      ...changed('cadence'),
      ...changed('retention'),
      ...changed('sizeAtLeast'),
      ...changed('restoreWithin'),
      ...changed('service'),
      ...changed('owner'),
      ...changed('team'),
      ...changed('heartbeat'),
    };
    if (Object.keys(set).length === 0 || (await actions.edit(id, doc, set))) onClose();
  };

  const cadences = [
    { id: NEVER, label: t('backups.cadence.none') },
    ...FREQUENCIES.map((freq) => ({ id: `FREQ=${freq}`, label: t(`backups.cadence.${freq}`) })),
    ...(before?.cadence && !plainCadence(before.cadence)
      ? [{ id: before.cadence, label: cadenceWords(before.cadence, t) }]
      : []),
  ];
  const lengths = cadence === NEVER ? undefined : lengthsOf(cadence);
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
      onSubmit={() => void confirm()}
      confirm={{ label: t(question.kind === 'edit' ? 'backups.save' : 'backups.create') }}
    >
      <TextField
        label={t('backups.field.title')}
        value={title}
        onChange={setTitle}
        maxLength={300}
        autoFocus
        error={tried && titleMissing ? t('backups.titleMissing') : undefined}
      />
      <FieldRow columns={2}>
        <TextField label={t('backups.field.target')} value={target} onChange={setTarget} maxLength={200} />
        <Select
          label={t('backups.field.cadence')}
          value={cadence}
          onChange={setCadence}
          options={cadences}
          hint={lengths && t('backups.lateAfter', { length: format.duration(lengths.period + lengths.grace) })}
        />
        <TextField
          label={t('backups.field.retention')}
          value={retention}
          onChange={setRetention}
          error={badDays ? t('backups.daysBad') : undefined}
        />
        <TextField
          label={t('backups.field.sizeAtLeast')}
          value={least}
          onChange={setLeast}
          hint={t('backups.sizeHint')}
          error={badSize ? t('backups.sizeBad') : undefined}
        />
        <TextField
          label={t('backups.field.restoreWithin')}
          value={within}
          onChange={setWithin}
          error={badLength ? t('backups.lengthBad') : undefined}
        />
        <Select
          label={t('backups.field.service')}
          value={service}
          onChange={setService}
          options={named(directory.services, t('backups.noService'))}
        />
        <Select
          label={t('backups.field.owner')}
          value={owner}
          onChange={setOwner}
          options={assignees(directory, t('backups.nobody'), t('incident.you'))}
        />
        <Select
          label={t('backups.field.team')}
          value={team}
          onChange={setTeam}
          options={named(directory.teams, t('backups.noTeam'))}
        />
        <Select
          label={t('backups.field.heartbeat')}
          value={heartbeat}
          onChange={setHeartbeat}
          hint={t('backups.heartbeatHint')}
          options={jobs}
        />
      </FieldRow>
    </Dialog>
  );
}
