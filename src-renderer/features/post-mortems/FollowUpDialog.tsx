import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personId, teamId } from '../../../src-shared/model/ids.ts';
import { webUrlSchema } from '../../../src-shared/model/web-url.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type FollowUpQuestion, usePostMortemDesk } from './desk.ts';
import styles from './FollowUps.module.css';

interface Props {
  question: Exclude<FollowUpQuestion, { kind: 'drop' }>;
  directory: Directory;
  onClose(): void;
}

/** All that can be said of a follow-up. Only what was changed is sent, so that two people's edits both stand. */
export function FollowUpDialog({ question, directory, onClose }: Props) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  const before = question.kind === 'edit' ? question.doc : undefined;
  const [title, setTitle] = useState(before?.title ?? '');
  const [detail, setDetail] = useState(before?.detail ?? '');
  const [owner, setOwner] = useState<string>(before ? (before.owner ?? NOBODY) : (directory.me ?? NOBODY));
  const [team, setTeam] = useState<string>(before?.team ?? NOBODY);
  const [due, setDue] = useState(before?.due ?? '');
  const [url, setUrl] = useState(before?.url ?? '');
  const [tried, setTried] = useState(false);
  const titleMissing = title.trim() === '';
  const badUrl = url.trim() !== '' && !webUrlSchema.safeParse(url).success;

  const confirm = async () => {
    setTried(true);
    if (titleMissing || badUrl) return;
    const said = {
      title: title.trim(),
      detail: detail.trim() || null,
      owner: owner === NOBODY ? null : personId(owner),
      team: team === NOBODY ? null : teamId(team),
      due: due || null,
      url: url.trim() || null,
    };
    if (question.kind === 'add') {
      const { detail: more, owner: who, team: which, due: day, url: where } = said;
      const content = {
        title: said.title,
        ...(more ? { detail: more } : {}),
        ...(who ? { owner: who } : {}),
        ...(which ? { team: which } : {}),
        ...(day ? { due: day } : {}),
        ...(where ? { url: where } : {}),
      };
      if (await actions.add(question.incident, content)) onClose();
      return;
    }
    const { doc, id } = question;
    const set = {
      ...(said.title === doc.title ? {} : { title: said.title }),
      ...(said.detail === (doc.detail ?? null) ? {} : { detail: said.detail }),
      ...(said.owner === (doc.owner ?? null) ? {} : { owner: said.owner }),
      ...(said.team === (doc.team ?? null) ? {} : { team: said.team }),
      ...(said.due === (doc.due ?? null) ? {} : { due: said.due }),
      ...(said.url === (doc.url ?? null) ? {} : { url: said.url }),
    };
    onClose();
    if (Object.keys(set).length > 0) await actions.edit(id, doc, set);
  };
  const may = directory.may('responder');
  const teams = [
    ...directory.teams.map(({ id, doc }) => ({ id, label: doc.name })),
    { id: NOBODY, label: t('followUp.noTeam') },
  ];
  return (
    <Dialog
      title={t(question.kind === 'add' ? 'followUp.addTitle' : 'followUp.editTitle')}
      closeLabel={t('followUp.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={() => void confirm()}
      confirm={{
        label: t(question.kind === 'add' ? 'followUp.addDo' : 'followUp.save'),
        isDisabled: !may,
        reason: may ? undefined : t('incident.why.viewer'),
      }}
    >
      <div className={styles.fields}>
        <TextField
          label={t('followUp.field.title')}
          value={title}
          onChange={setTitle}
          maxLength={300}
          autoFocus
          error={tried && titleMissing ? t('followUp.titleMissing') : undefined}
        />
        <TextArea label={t('followUp.field.detail')} value={detail} onChange={setDetail} maxLength={5_000} rows={3} />
        <div className={styles.three}>
          <Select
            label={t('followUp.field.owner')}
            value={owner}
            onChange={setOwner}
            options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
          />
          <Select label={t('followUp.field.team')} value={team} onChange={setTeam} options={teams} />
          <DateField label={t('followUp.field.due')} value={due} onChange={setDue} />
        </div>
        <TextField
          label={t('followUp.field.url')}
          hint={t('followUp.urlHint')}
          value={url}
          onChange={setUrl}
          maxLength={2_000}
          error={badUrl ? t('followUp.urlBad') : undefined}
        />
      </div>
    </Dialog>
  );
}
