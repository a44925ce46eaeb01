import Download from 'lucide-react/icons/download';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import { saveFile } from '../../platform/save-file.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { incidentsAsCsv, incidentsAsMarkdown } from './export.ts';

interface Props {
  rows: readonly Row<'incident'>[];
  directory: Directory;
  clocks: ClockReader;
}

/** The view as it is filtered and sorted, for elsewhere. */
export function ExportMenu({ rows, directory, clocks }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const copy = useCopy();
  const listed = () => rows.map((row) => ({ ...row, deadline: clocks.deadline(row.doc) }));
  const words = () => ({ t, format, directory, now: ticker.now() });

  const save = () => {
    const day = format.fileDay(ticker.now());
    saveFile(`${t('incidents.export.file')}-${day}.csv`, 'text/csv', incidentsAsCsv(listed(), words()));
  };

  return (
    <MenuButton
      label={<Download size={14} aria-hidden />}
      aria-label={t('incidents.export.label')}
      size="small"
      variant="quiet"
      items={[
        { id: 'markdown', label: t('incidents.export.markdown') },
        { id: 'csv', label: t('incidents.export.csv') },
      ]}
      onAction={(id) =>
        id === 'csv' ? save() : void copy(incidentsAsMarkdown(listed(), words()), t('incident.copied.list'))
      }
    />
  );
}
