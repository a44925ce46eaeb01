import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { byTelephone, emergencyTeam, membersOf } from '../../../src-shared/incident/pages.ts';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { teamId } from '../../../src-shared/model/ids.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useSyncStatus } from '../../data/hooks.ts';
import { Select } from '../../ui/Select.tsx';
import { useIncidentDesk } from './desk.ts';
import styles from './QuestionDialog.module.css';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  ids: readonly string[];
  via: Origin | undefined;
  directory: Directory;
  onClose(): void;
}

/** Calls a team: who will be reached is said before, and that nobody is while there is no network. */
export function PageDialog({ ids, via, directory, onClose }: Props) {
  const { t } = useTranslation();
  const { incidents } = useData();
  const { actions } = useIncidentDesk();
  const { phase } = useSyncStatus();
  const [team, setTeam] = useState(() => emergencyTeam(directory.teams, incidents.get(ids[0] ?? '')?.doc) ?? '');
  const members = membersOf(directory.people, team);
  const isHeard = phase === 'live' || phase === 'syncing';
  const name = directory.team(team)?.name ?? team;
  const telephone = byTelephone(members, directory.me);
  const names = members.map(({ doc }) =>
    doc.onDutySince === undefined ? doc.name : t('incident.ask.pageOnDuty', { name: doc.name }),
  );
  return (
    <QuestionDialog
      title={t('incident.ask.page')}
      confirm={t('incident.ask.pageDo')}
      confirmKeys="Enter"
      ids={ids}
      canConfirm={team !== ''}
      onClose={onClose}
      onConfirm={() => {
        onClose();
        void actions.page(ids, teamId(team), name, { via });
      }}
    >
      <Select
        label={t('incident.ask.pageTeam')}
        value={team}
        onChange={setTeam}
        options={directory.teams.map(({ id: one, doc }) => ({
          id: one,
          label: t('incident.ask.pageOption', { name: doc.name, count: membersOf(directory.people, one).length }),
        }))}
        autoFocus
        isOnlyField
      />
      <p className={members.length === 0 ? styles.warning : styles.why}>
        {members.length === 0
          ? t('incident.ask.pageNobody')
          : t('incident.ask.pageReaches', { names: names.join(', ') })}
      </p>
      {!isHeard && (
        <p className={styles.warning} role="status">
          {t('incident.ask.pageOffline')} {telephone !== '' && t('incident.ask.pageTelephone', { names: telephone })}
        </p>
      )}
    </QuestionDialog>
  );
}
