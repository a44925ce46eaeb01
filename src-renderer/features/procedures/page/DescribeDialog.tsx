import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../../data/directory.ts';
import { useKeptForm } from '../../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../../data/use-text-draft.ts';
import { Dialog } from '../../../ui/Dialog.tsx';
import { FieldRow } from '../../../ui/FieldRow.tsx';
import { FilterChip } from '../../../ui/FilterChip.tsx';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextArea } from '../../../ui/TextArea.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { changeOf, type DescriptionForm, descriptionFormSchema, descriptionOf, formOf } from './description.ts';
import { useProcedureDesk } from './desk.ts';

interface Props {
  row: Row<'procedure'>;
  directory: Directory;
  onClose(): void;
}

/** What is said about a procedure: whose it is, what it is for, when it is looked over. Only what was typed is sent. */
export function DescribeDialog(props: Props) {
  const draft = useFormDraft(`describe/${props.row.id}`, descriptionFormSchema);
  return draft.kept === undefined ? null : <DescribeFields {...props} draft={draft} />;
}

function DescribeFields({
  row: { id, doc },
  directory,
  onClose,
  draft,
}: Props & { draft: TextDraft<DescriptionForm> }) {
  const { t } = useTranslation();
  const { actions } = useProcedureDesk();
  const { form, set, isFound, discard, end } = useKeptForm(draft, () => formOf(doc));
  const [tried, setTried] = useState(false);
  const read = descriptionOf(form);
  const problems = tried && !read.ok ? read.error : {};
  const none = { id: '', label: t('procedurePage.describe.none') };
  const confirm = async () => {
    setTried(true);
    if (!read.ok) return;
    const change = changeOf(read.value, form);
    if (Object.keys(change).length > 0 && !(await actions.describe(id, change))) return;
    end();
    onClose();
  };
  return (
    <Dialog
      title={t('procedurePage.describe.title')}
      closeLabel={t('procedurePage.describe.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t('procedurePage.describe.save') }}
    >
      {isFound && (
        <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
          {t('changes.draftFound')}
        </FoundDraft>
      )}
      <TextField
        label={t('procedurePage.field.tags')}
        hint={t('procedurePage.describe.tagsHint')}
        error={problems.tags && t(`procedurePage.describe.problem.${problems.tags}`)}
        value={form.tags}
        onChange={(tags) => set({ tags })}
        autoFocus
      />
      <FieldRow columns={2}>
        <Select
          label={t('procedurePage.field.team')}
          value={form.team}
          onChange={(team) => set({ team })}
          options={[...directory.teams.map((team) => ({ id: team.id, label: team.doc.name })), none]}
        />
        <Select
          label={t('procedurePage.field.owner')}
          value={form.owner}
          onChange={(owner) => set({ owner })}
          options={[...directory.people.map((person) => ({ id: person.id, label: person.doc.name })), none]}
        />
      </FieldRow>
      <FieldRow columns={2}>
        <TextField
          label={t('procedurePage.describe.reviewEvery')}
          hint={t('procedurePage.describe.reviewHint')}
          error={problems.reviewEvery && t(`procedurePage.describe.problem.${problems.reviewEvery}`)}
          inputMode="numeric"
          value={form.reviewEvery}
          onChange={(reviewEvery) => set({ reviewEvery })}
        />
        <TextField
          label={t('procedurePage.field.language')}
          hint={t('procedurePage.describe.languageHint')}
          error={problems.language && t(`procedurePage.describe.problem.${problems.language}`)}
          value={form.language}
          onChange={(language) => set({ language })}
        />
      </FieldRow>
      <FilterChip
        label={t('procedurePage.field.services')}
        removeLabel={t('procedurePage.describe.noServices')}
        options={directory.services.map((service) => ({ id: service.id, label: service.doc.name }))}
        chosen={form.services}
        onChange={(services) => set({ services: [...services] })}
        summary={(names) => names.join(', ')}
      />
      <FieldRow columns={2}>
        <TextArea
          label={t('procedurePage.describe.alertNames')}
          hint={t('procedurePage.describe.alertNamesHint')}
          error={problems.alertNames && t(`procedurePage.describe.problem.${problems.alertNames}`)}
          value={form.alertNames}
          onChange={(alertNames) => set({ alertNames })}
          rows={4}
          isMono
        />
        <TextArea
          label={t('procedurePage.describe.matchers')}
          hint={t('procedurePage.describe.matchersHint')}
          error={
            problems.matchers &&
            t('procedurePage.describe.matcherProblem', {
              line: problems.matchers.line,
              problem: t(`silences.matcher.${problems.matchers.error.code}`, {
                at: problems.matchers.error.at + 1,
                detail: problems.matchers.error.detail,
              }),
            })
          }
          value={form.matchers}
          onChange={(matchers) => set({ matchers })}
          rows={4}
          isMono
        />
      </FieldRow>
    </Dialog>
  );
}
