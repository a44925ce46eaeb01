import { useTranslation } from 'react-i18next';
import type { Row, UndoRow } from '../../../src-shared/sync/local-store.ts';
import type { Directory } from '../../data/directory.ts';
import type { ClockReader } from '../../data/incident-clock.ts';
import { useLineView } from '../../data/incident-line.ts';
import { useFormat } from '../../platform/format.ts';
import { IncidentLine } from '../../ui/IncidentLine.tsx';

interface Props {
  row: Row<'incident'>;
  undo: UndoRow | undefined;
  directory: Directory;
  clocks: ClockReader;
  cursor?: boolean;
}

/** One open incident on one line, which follows the clock by itself. */
export function BoardLine({ row, undo, directory, clocks, cursor }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const view = useLineView(row, undo, { t, format, directory, clocks });
  return <IncidentLine {...view} priority={row.doc.priority} title={row.doc.title} cursor={cursor} />;
}
