import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Directory } from '../../data/directory.ts';
import { FilterChip } from '../../ui/FilterChip.tsx';
import { useMaintenanceDesk } from './desk.ts';

/** Whose work is shown. */
export function TeamChoice({ directory }: { directory: Directory }) {
  const { t } = useTranslation();
  const { looking } = useMaintenanceDesk();
  const team = useStore(looking, (state) => state.team);
  return (
    <FilterChip
      label={t('maintenance.filter.teams')}
      removeLabel={t('maintenance.allTeams')}
      single
      chosen={team === 'all' ? [] : [team]}
      onChange={([next]) => looking.setState({ team: next ?? 'all' })}
      options={directory.teams.map(({ id, doc }) => ({ id, label: doc.name }))}
      summary={([name = '']) => name}
    />
  );
}
