import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { personIdSchema, serviceId, teamId } from '../../../src-shared/model/ids.ts';
import { INCIDENT_STATUSES } from '../../../src-shared/model/incident.ts';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import type { IncidentFilter } from '../../../src-shared/model/saved-view.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useFormat } from '../../platform/format.ts';
import { FilterChip } from '../../ui/FilterChip.tsx';
import { ListBar } from '../../ui/ListBar.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { useIncidentDesk } from './desk.ts';
import { ExportMenu } from './ExportMenu.tsx';
import { SORTS, type Sort } from './list-model.ts';

interface Props {
  directory: Directory;
  filter: IncidentFilter;
  sort: Sort;
  search: RefObject<HTMLInputElement | null>;
  rows: readonly Row<'incident'>[];
  total: number;
  clocks: ClockReader;
}

/** Text, conditions as chips, order, count, and what can be done with the whole view. */
export function FilterBar({ directory, filter, sort, search, rows, total, clocks }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const desk = useIncidentDesk();
  const set = (patch: Partial<IncidentFilter>) => desk.look({ filter: { ...filter, ...patch } });
  const named = (list: readonly { id: string; doc: { name: string } }[]) =>
    list.map(({ id, doc }) => ({ id, label: doc.name }));
  const chip = (field: string) => ({
    label: t(`incidents.filter.${field}`),
    removeLabel: t('incidents.filter.remove', { filter: t(`incidents.filter.${field}`) }),
    summary: ([first = '', second, ...more]: string[]) => {
      if (more.length > 0) return t('incidents.filter.more', { first, count: more.length + 1 });
      return second === undefined ? first : `${first}, ${second}`;
    },
  });

  return (
    <ListBar
      count={
        rows.length === total
          ? t('incidents.count', { count: total })
          : t('incidents.countOf', { shown: format.number(rows.length), total: format.number(total) })
      }
      end={
        <>
          <FilterChip
            label={t('incidents.sort.label')}
            removeLabel=""
            summary={([chosen = '']) => chosen}
            single
            required
            options={SORTS.map((id) => ({ id, label: t(`incidents.sort.${id}`) }))}
            chosen={[sort]}
            onChange={([one]) => desk.look({ sort: SORTS.find((id) => id === one) ?? sort })}
          />
          <ExportMenu rows={rows} directory={directory} clocks={clocks} />
        </>
      }
    >
      <SearchField
        ref={search}
        label={t('incidents.search')}
        keys="/"
        value={filter.text ?? ''}
        onChange={(text) => set({ text })}
      />
      <FilterChip
        {...chip('status')}
        options={INCIDENT_STATUSES.map((id) => ({ id, label: t(`incident.status.${id}`) }))}
        chosen={filter.statuses ?? []}
        onChange={(ids) => set({ statuses: INCIDENT_STATUSES.filter((one) => ids.includes(one)) })}
      />
      <FilterChip
        {...chip('priority')}
        options={PRIORITIES.map((id) => ({ id, label: `${id} ${t(`priority.${id}`)}` }))}
        chosen={filter.priorities ?? []}
        onChange={(ids) => set({ priorities: PRIORITIES.filter((one) => ids.includes(one)) })}
      />
      <FilterChip
        {...chip('service')}
        options={named(directory.services)}
        chosen={filter.services ?? []}
        onChange={(ids) => set({ services: ids.map(serviceId) })}
      />
      <FilterChip
        {...chip('team')}
        options={named(directory.teams)}
        chosen={filter.teams ?? []}
        onChange={(ids) => set({ teams: ids.map(teamId) })}
      />
      <FilterChip
        {...chip('assignee')}
        single
        options={[
          { id: 'me', label: t('incidents.filter.me') },
          { id: 'nobody', label: t('incidents.filter.nobody') },
          ...named(directory.people.filter(({ id }) => id !== directory.me)),
        ]}
        chosen={filter.assignee ? [filter.assignee] : []}
        onChange={([one]) =>
          set({ assignee: one === 'me' || one === 'nobody' ? one : one ? personIdSchema.parse(one) : undefined })
        }
      />
    </ListBar>
  );
}
