import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { personId, teamId } from '../../../src-shared/model/ids.ts';
import { isName } from '../../../src-shared/model/name.ts';
import type { FollowUp } from '../../../src-shared/model/post-mortem.ts';
import { webUrlSchema } from '../../../src-shared/model/web-url.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../data/use-text-draft.ts';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { FoundDraft } from '../../ui/FoundDraft.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { type FollowUpQuestion, usePostMortemDesk } from './desk.ts';

const fieldsSchema = z.object({
  title: z.string(),
  detail: z.string(),
  owner: z.string(),
  team: z.string(),
  due: z.string(),
  url: z.string(),
});
/** As it is typed; kept as a draft, with what the fields began with. */
const formSchema = fieldsSchema.extend({ seen: fieldsSchema.optional() });
type FollowUpForm = z.infer<typeof formSchema>;

function formOf(doc: FollowUp | undefined, me: string | undefined): FollowUpForm {
  const { title = '', detail = '', owner = NOBODY, team = NOBODY, due = '', url = '' } = doc ?? { owner: me ?? NOBODY };
  const fields = { title, detail, owner, team, due, url };
  return { ...fields, ...(doc ? { seen: fields } : {}) };
}

interface Props {
  question: Exclude<FollowUpQuestion, { kind: 'drop' }>;
  directory: Directory;
  onClose(): void;
}

/** All that can be said of a follow-up. Only what was changed is sent, so that two people's edits both stand. */
export function FollowUpDialog(props: Props) {
  const { question } = props;
  const draft = useFormDraft(
    question.kind === 'edit' ? `follow-up-edit/${question.id}` : `follow-up/${question.incident}`,
    formSchema,
  );
  return draft.kept === undefined ? null : <FollowUpFields {...props} draft={draft} />;
}

function FollowUpFields({ question, directory, onClose, draft }: Props & { draft: TextDraft<FollowUpForm> }) {
  const { t } = useTranslation();
  const { actions } = usePostMortemDesk();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () =>
    formOf(question.kind === 'edit' ? question.doc : undefined, directory.me),
  );
  const { title, detail, owner, team, due, url } = form;
  const [tried, setTried] = useState(false);
  const titleMissing = !isName(title);
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
      if (!(await actions.add(question.incident, content))) return;
      end();
      onClose();
      return;
    }
    const { doc, id } = question;
    // What the form began with, which a kept one did before others wrote.
    const { seen = formOf(doc, undefined) } = form;
    const change = {
      ...(title === seen.title ? {} : { title: said.title }),
      ...(detail === seen.detail ? {} : { detail: said.detail }),
      ...(owner === seen.owner ? {} : { owner: said.owner }),
      ...(team === seen.team ? {} : { team: said.team }),
      ...(due === seen.due ? {} : { due: said.due }),
      ...(url === seen.url ? {} : { url: said.url }),
    };
    onClose();
    if (Object.keys(change).length === 0 || (await actions.edit(id, change))) end();
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
      onSubmit={confirm}
      confirm={{
        label: t(question.kind === 'add' ? 'followUp.addDo' : 'followUp.save'),
        isDisabled: !may,
        reason: may ? undefined : t('incident.why.viewer'),
      }}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('followUp.field.title')}
        value={title}
        onChange={(next) => set({ title: next })}
        maxLength={300}
        autoFocus
        error={tried && titleMissing ? t('followUp.titleMissing') : undefined}
      />
      <TextArea
        label={t('followUp.field.detail')}
        value={detail}
        onChange={(next) => set({ detail: next })}
        maxLength={5_000}
        rows={3}
      />
      <FieldRow columns={3}>
        <Select
          label={t('followUp.field.owner')}
          value={owner}
          onChange={(next) => set({ owner: next })}
          options={assignees(directory, t('followUp.nobody'), t('incident.you'))}
        />
        <Select
          label={t('followUp.field.team')}
          value={team}
          onChange={(next) => set({ team: next })}
          options={teams}
        />
        <DateField label={t('followUp.field.due')} value={due} onChange={(next) => set({ due: next })} />
      </FieldRow>
      <TextField
        label={t('followUp.field.url')}
        hint={t('followUp.urlHint')}
        value={url}
        onChange={(next) => set({ url: next })}
        maxLength={2_000}
        error={badUrl ? t('followUp.urlBad') : undefined}
      />
    </Dialog>
  );
}
