import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PROCEDURE_KINDS, procedureId } from '../../../../src-shared/model/procedure.ts';
import { isChanged, type TextEdit, untouched } from '../../../../src-shared/procedure/text-edit.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { type Directory, useDirectory } from '../../../data/directory.ts';
import { type TextDraft, useTextDraft } from '../../../data/use-text-draft.ts';
import { changeErrorText } from '../../../platform/error-text.ts';
import { useFormat } from '../../../platform/format.ts';
import { useNotices } from '../../../platform/notices.ts';
import { usePageHeading } from '../../../platform/page-heading.ts';
import { useStillHere } from '../../../platform/still-here.ts';
import { useTextEdit } from '../../../platform/use-text-edit.ts';
import { FoundDraft } from '../../../ui/FoundDraft.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { Select } from '../../../ui/Select.tsx';
import { Skeleton } from '../../../ui/Skeleton.tsx';
import { draftName, newKindSchema, type ProcedureDraft, procedureDraftSchema } from './draft.ts';
import { whyNotWrite } from './EditProcedurePage.tsx';
import { type NewKind, TEMPLATES, type TemplateLanguage } from './templates.ts';
import { Workbench } from './Workbench.tsx';

const LANGUAGES: readonly TemplateLanguage[] = ['fr', 'en'];
const KINDS = PROCEDURE_KINDS.flatMap((kind) => newKindSchema.safeParse(kind).data ?? []);

const languageOf = (name: string): TemplateLanguage => (name.startsWith('fr') ? 'fr' : 'en');
const templateOf = (kind: NewKind, language: string) => TEMPLATES[languageOf(language)][kind];

/** `/procedures/new`, and `/procedures/new/$alert` for the runbook of an alert. */
export function NewProcedurePage({ alert }: { alert?: string }) {
  const { t } = useTranslation();
  const draft = useTextDraft(draftName.make(alert), procedureDraftSchema);
  const directory = useDirectory();
  if (draft.kept === undefined || !directory) return <Skeleton lines={8} label={t('procedureEditor.loading')} />;
  return <NewProcedure alert={alert} draft={draft} directory={directory} />;
}

interface Props {
  alert: string | undefined;
  draft: TextDraft<ProcedureDraft>;
  directory: Directory;
}

function NewProcedure({ alert, draft, directory }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const notices = useNotices();
  const navigate = useNavigate();
  const stillHere = useStillHere();
  const { mutate } = useData();
  const [found, setFound] = useState(draft.kept !== null);
  const [fresh] = useState(() => ({
    id: crypto.randomUUID(),
    kind: 'runbook' as NewKind,
    language: languageOf(i18n.language) as string,
    ...(alert === undefined ? {} : { alert }),
  }));
  const [making, setMaking] = useState(draft.kept?.making ?? fresh);
  const begin = (kind: NewKind, language: string): TextEdit =>
    untouched({ title: alert ?? '', body: templateOf(kind, language) }, 0);
  const editing = useTextEdit(draft.kept ?? begin(making.kind, making.language), (edit) =>
    draft.keep({ ...edit, making }),
  );
  usePageHeading({
    title: t('procedureEditor.new'),
    parent: { label: t('place.procedures'), path: '/procedures' },
  });

  const change = (next: typeof making) => {
    setMaking(next);
    const now = editing.now();
    // A template that nobody has touched gives way to the other one.
    const isTemplate = now.body === templateOf(making.kind, making.language);
    const body = isTemplate ? templateOf(next.kind, next.language) : now.body;
    const edited = { ...now, body, from: { title: alert ?? '', body: templateOf(next.kind, next.language) } };
    editing.replace(edited);
    if (isChanged(edited)) draft.keep({ ...edited, making: next });
  };
  const discard = () => {
    draft.end();
    setFound(false);
    setMaking(fresh);
    editing.replace(begin(fresh.kind, fresh.language));
  };
  const onSave = async ({ title, body, note }: TextEdit, leaves: boolean) => {
    const isHere = stillHere();
    const result = await mutate('procedure.create', {
      id: procedureId(making.id),
      kind: making.kind,
      title,
      body,
      language: making.language,
      tags: [],
      services: [],
      ...(making.alert === undefined ? {} : { match: { alertNames: [making.alert], matchers: [] } }),
      ...(note.trim() === '' ? {} : { note: note.trim() }),
    });
    if (!result.ok) {
      notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error) });
      return false;
    }
    await result.value.saved.then(draft.end, () => undefined);
    notices.tell({ tone: 'done', text: t('procedureEditor.created', { title }) });
    const path = `/procedures/${encodeURIComponent(making.id)}`;
    if (isHere()) void navigate({ to: leaves ? path : `${path}/edit` });
    return false;
  };
  const why = (kind: NewKind) => whyNotWrite(t, directory, kind);
  return (
    <Workbench
      editing={editing}
      readOnlyWhy={why(making.kind)}
      keptAt={draft.keptAt}
      isKeeping={draft.isKeeping}
      saveLabel={t('procedureEditor.create')}
      onSave={onSave}
      onLeave={() => void navigate({ to: '/procedures' })}
      onDiscard={discard}
      fields={
        <>
          <Select
            aria-label={t('procedureEditor.kind')}
            options={KINDS.filter((kind) => why(kind) === undefined || kind === making.kind).map((id) => ({
              id,
              label: t(`procedurePage.kind.${id}`),
            }))}
            value={making.kind}
            onChange={(kind) => change({ ...making, kind })}
          />
          <Select
            aria-label={t('procedureEditor.language')}
            options={LANGUAGES.map((id) => ({ id, label: t(`procedureEditor.languages.${id}`) }))}
            value={languageOf(making.language)}
            onChange={(language) => change({ ...making, language })}
          />
        </>
      }
      notices={
        <>
          {making.alert !== undefined && (
            <NoticeBar>{t('procedureEditor.forAlert', { alert: making.alert })}</NoticeBar>
          )}
          {found && (
            <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={discard}>
              {t('procedureEditor.foundNew')}
            </FoundDraft>
          )}
        </>
      }
    />
  );
}
