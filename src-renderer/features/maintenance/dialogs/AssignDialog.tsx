import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../../src-shared/model/ids.ts';
import { assignees, NOBODY } from '../../../data/assignees.ts';
import type { Directory } from '../../../data/directory.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { Select } from '../../../ui/Select.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Question } from './Question.tsx';

/** Who does it this time. */
export function AssignDialog({
  items,
  directory,
  onClose,
}: {
  items: readonly MaintenanceItem[];
  directory: Directory;
  onClose(): void;
}) {
  const { t } = useTranslation();
  const { actions } = useMaintenanceDesk();
  const [person, setPerson] = useState<string>(items[0]?.state.assignee ?? directory.me ?? NOBODY);
  const confirm = () => {
    onClose();
    void actions.assign(items, person === NOBODY ? null : personId(person));
  };
  return (
    <Question kind="assign" items={items} onClose={onClose} onConfirm={confirm}>
      <Select
        label={t('maintenance.person')}
        value={person}
        onChange={setPerson}
        options={assignees(directory, t('maintenance.nobody'), t('incident.you'))}
        isOnlyField
        autoFocus
      />
    </Question>
  );
}
