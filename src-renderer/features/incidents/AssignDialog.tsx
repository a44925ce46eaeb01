import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { personId } from '../../../src-shared/model/ids.ts';
import { assignees, NOBODY } from '../../data/assignees.ts';
import type { Directory } from '../../data/directory.ts';
import { Select } from '../../ui/Select.tsx';
import { useIncidentDesk } from './desk.ts';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  ids: readonly string[];
  via: Origin | undefined;
  directory: Directory;
  onClose(): void;
}

export function AssignDialog({ ids, via, directory, onClose }: Props) {
  const { t } = useTranslation();
  const { actions } = useIncidentDesk();
  const [to, setTo] = useState(directory.me ?? NOBODY);
  return (
    <QuestionDialog
      title={t('incident.ask.assign')}
      confirm={t('incident.ask.assignDo')}
      confirmKeys="Enter"
      ids={ids}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void actions.assign(ids, to === NOBODY ? null : personId(to), directory.person(to)?.name, { via });
      }}
    >
      <Select
        label={t('incident.ask.assignee')}
        value={to}
        onChange={setTo}
        options={assignees(directory, t('incident.nobody'), t('incident.you'))}
        autoFocus
        isOnlyField
      />
    </QuestionDialog>
  );
}
