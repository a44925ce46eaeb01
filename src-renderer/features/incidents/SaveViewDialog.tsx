import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { uuidv7 } from 'uuidv7';
import { personId, teamId } from '../../../src-shared/model/ids.ts';
import { asLine, isName } from '../../../src-shared/model/name.ts';
import type { IncidentFilter, SavedView } from '../../../src-shared/model/saved-view.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { changeErrorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useNotices } from '../../platform/notices.ts';
import { useUndo } from '../../platform/undo.ts';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { QuestionDialog } from './QuestionDialog.tsx';

const OWNER = 'owner';
const ALL = 'all';

/** What is chosen in the list of visibilities, as the record has it. */
function visibilityOf(chosen: string): SavedView['visibility'] {
  if (chosen === OWNER || chosen === ALL) return chosen;
  return { team: teamId(chosen) };
}

/** Keeps the present filter under a name, for oneself, a team or everybody. */
export function SaveViewDialog(props: { filter: IncidentFilter; directory: Directory; onClose(): void }) {
  const { filter, directory, onClose } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const data = useData();
  const notices = useNotices();
  const undo = useUndo();
  const [name, setName] = useState('');
  const [visibility, setVisibility] = useState(OWNER);
  const [tried, setTried] = useState(false);
  const missing = !isName(name);
  const teams = directory.person(directory.me)?.teams ?? [];

  const save = async () => {
    setTried(true);
    if (missing || directory.me === undefined) return;
    onClose();
    const id = uuidv7();
    const result = await data.mutate('savedView.save', {
      id,
      doc: { name: asLine(name), owner: personId(directory.me), visibility: visibilityOf(visibility), filter },
    });
    if (!result.ok) return notices.tell({ tone: 'refused', text: changeErrorText(t, format, result.error) });
    const text = t('incidents.view.saved', { name: asLine(name) });
    const entry = undo.push({
      label: text,
      undo: async () => {
        await data.mutate('savedView.remove', { id });
      },
    });
    notices.tell({ tone: 'done', text, undo: entry });
  };

  return (
    <QuestionDialog
      title={t('incident.ask.saveView')}
      confirm={t('incident.ask.saveViewDo')}
      onClose={onClose}
      onConfirm={() => void save()}
    >
      <TextField
        label={t('incident.ask.viewName')}
        value={name}
        onChange={setName}
        maxLength={80}
        autoFocus
        error={tried && missing ? t('incident.ask.viewNameMissing') : undefined}
      />
      <Select
        label={t('incident.ask.visibility')}
        value={visibility}
        onChange={setVisibility}
        options={[
          { id: OWNER, label: t('incidents.view.owner') },
          ...teams.map((id) => ({ id, label: t('incidents.view.team', { name: directory.team(id)?.name ?? id }) })),
          { id: ALL, label: t('incidents.view.everybody') },
        ]}
      />
    </QuestionDialog>
  );
}
