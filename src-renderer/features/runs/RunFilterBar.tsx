import Download from 'lucide-react/icons/download';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import { saveFile } from '../../platform/save-file.ts';
import { FilterChip } from '../../ui/FilterChip.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { ListBar } from '../../ui/ListBar.tsx';
import { SearchField } from '../../ui/SearchField.tsx';
import { useRunDesk } from './desk.ts';
import { runsAsCsv } from './export.ts';
import type { RunFilter, RunLine } from './list-model.ts';

interface Props {
  filter: RunFilter;
  /** Of the view, before it is narrowed. */
  lines: readonly RunLine[];
  shown: readonly RunLine[];
  incidents: ReadonlyMap<string, string>;
  directory: Directory;
}

/** Text, procedure and incident; how many there are, and taking them elsewhere. */
export function RunFilterBar({ filter, lines, shown, incidents, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const { list } = useRunDesk();
  const procedures = useMemo(() => {
    const titles = new Map(lines.map(({ doc }) => [doc.procedure as string, doc.title]));
    return [...titles].map(([id, label]) => ({ id, label })).sort((a, b) => a.label.localeCompare(b.label));
  }, [lines]);
  const own = useMemo(
    () =>
      [...new Set(lines.flatMap(({ doc }) => doc.incident ?? []))].map((id) => ({
        id: id as string,
        label: incidents.get(id) ?? id,
      })),
    [lines, incidents],
  );
  const chip = (field: 'procedure' | 'incident') => ({
    label: t(`runs.filter.${field}`),
    removeLabel: t('runs.filter.remove', { filter: t(`runs.filter.${field}`) }),
    summary: ([first = '']: string[]) => first,
    single: true,
    chosen: filter[field] === undefined ? [] : [filter[field]],
    onChange: ([one]: string[]) => list.setState({ [field]: one }),
  });
  const save = () =>
    saveFile(
      `${t('runs.export.list')}-${format.fileDay(ticker.now())}.csv`,
      'text/csv',
      runsAsCsv(shown, {
        t,
        format,
        actor: directory.actor,
        person: (id) => directory.person(id)?.name ?? id,
        incident: (id) => (id === undefined ? '' : (incidents.get(id) ?? id)),
      }),
    );
  return (
    <ListBar
      count={
        shown.length === lines.length
          ? t('runs.count', { count: lines.length })
          : t('runs.countOf', { shown: format.number(shown.length), total: format.number(lines.length) })
      }
      end={
        <IconButton
          size="small"
          label={t('runs.export.csv')}
          icon={<Download size={14} aria-hidden />}
          isDisabled={shown.length === 0}
          onPress={save}
        />
      }
    >
      <SearchField label={t('runs.search')} value={filter.text} onChange={(text) => list.setState({ text })} />
      <FilterChip {...chip('procedure')} options={procedures} />
      <FilterChip {...chip('incident')} options={own} />
    </ListBar>
  );
}
