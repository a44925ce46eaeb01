import { useTranslation } from 'react-i18next';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWords } from '../../../data/entry-words.ts';
import { useFileTiles } from '../../../data/use-file-tiles.ts';
import { useFormat } from '../../../platform/format.ts';
import { FileTiles } from '../../../ui/FileTiles.tsx';

/** What was attached to a step: pictures as pictures, files by their name. */
export function EvidenceList({ evidence, directory }: { evidence: StepState['evidence']; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = useFileTiles(
    evidence.map(({ entry, event: { file }, by, at }) => ({
      id: entry,
      file,
      facts: `${actorWords(by, { t, directory })} · ${format.full(at)}`,
    })),
  );
  return <FileTiles label={t('evidence.label')} files={files} />;
}
