import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HeartbeatState } from '../../../src-shared/heartbeat/state.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { FilterChip } from '../../ui/FilterChip.tsx';
import { ListBar } from '../../ui/ListBar.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { useHeartbeatDesk } from './desk.ts';
import { countStates, type HeartbeatFilter, type HeartbeatLine, STATES } from './list-model.ts';
import { NewHeartbeat } from './NewHeartbeat.tsx';

interface Props {
  filter: HeartbeatFilter;
  lines: readonly HeartbeatLine[];
  shown: number;
  directory: Directory;
}

/** Words, state, service and tag; how many there are, and making another one. */
export function HeartbeatFilterBar({ filter, lines, shown, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { list } = useHeartbeatDesk();
  const counts = useMemo(() => countStates(lines), [lines]);
  const services = useMemo(() => {
    const used = new Set<string>(lines.flatMap(({ doc }) => doc.service ?? []));
    return [...used].map((id) => ({ id, label: directory.service(id)?.name ?? id }));
  }, [lines, directory]);
  const tags = useMemo(() => {
    const used = new Set(lines.flatMap(({ doc }) => doc.tags));
    return [...used].sort((a, b) => a.localeCompare(b)).map((id) => ({ id, label: id }));
  }, [lines]);
  const chip = (field: 'states' | 'services' | 'tags') => ({
    label: t(`heartbeats.filter.${field}`),
    removeLabel: t('heartbeats.filter.remove', { filter: t(`heartbeats.filter.${field}`) }),
    summary: (labels: string[]) => labels.join(', '),
    chosen: filter[field],
  });
  const isState = (id: string): id is HeartbeatState => STATES.some((state) => state === id);
  return (
    <ListBar
      count={
        shown === lines.length
          ? t('heartbeats.count', { count: lines.length })
          : t('heartbeats.countOf', { shown: format.number(shown), total: format.number(lines.length) })
      }
      end={<NewHeartbeat size="small" directory={directory} />}
    >
      <SearchField label={t('heartbeats.search')} value={filter.text} onChange={(text) => list.setState({ text })} />
      <FilterChip
        {...chip('states')}
        options={STATES.filter((state) => counts[state] > 0 || filter.states.includes(state)).map((id) => ({
          id,
          label: `${t(`heartbeats.state.${id}`)} (${format.number(counts[id])})`,
        }))}
        onChange={(ids) => list.setState({ states: ids.filter(isState) })}
      />
      <FilterChip {...chip('services')} options={services} onChange={(ids) => list.setState({ services: ids })} />
      <FilterChip {...chip('tags')} options={tags} onChange={(ids) => list.setState({ tags: ids })} />
    </ListBar>
  );
}
