import { useTranslation } from 'react-i18next';
import { blobOf } from '../../../src-shared/model/blob.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useRecord } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { occurrenceWhen } from '../../data/occurrence-words.ts';
import { useOccurrence } from '../../data/use-occurrence.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import type { usePrintedDocument } from '../../platform/printed-document.tsx';
import { saveFile } from '../../platform/save-file.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { runAsMarkdown } from './export.ts';
import type { WholeRun } from './RunHeading.tsx';

/** A name that every file system takes. */
const fileName = (title: string) =>
  title
    .replace(/[\p{Cc}<>:"/\\|?*]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 80) || 'run';

/** A run elsewhere: copied or saved as Markdown, as a PDF, on paper. */
export function useRunExport(
  run: WholeRun,
  printer: ReturnType<typeof usePrintedDocument>,
): { items: { id: string; label: string; isDisabled?: boolean }[]; run(id: string): void } {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const copy = useCopy();
  // Main hands out what lies here; what does not is printed as its name.
  const { blobs } = useData();
  const imageUrl = (src: string) => {
    const hash = blobOf(src);
    return hash !== undefined && blobs.state(hash) === 'here' ? blobs.url(hash) : undefined;
  };
  const { doc } = run.row;
  const incident = useRecord('incident', doc.incident);
  const { directory } = run;
  const restore = useRecord('restoreTest', run.row.id);
  const backup = useRecord('backup', restore?.doc.backup);
  const occurrence = useOccurrence(doc.occurrence);
  const words = () => ({
    t,
    format,
    actor: directory.actor,
    person: (id: string) => directory.person(id)?.name ?? id,
    now: ticker.now(),
    ...(incident ? { incident: nameOf(incident.doc) } : {}),
    ...(doc.service ? { service: directory.service(doc.service)?.name ?? doc.service } : {}),
  });
  const record = {
    ...run,
    doc,
    ...(occurrence
      ? { occurrence: { plan: occurrence.plan.doc.title, when: occurrenceWhen(occurrence, t, format) } }
      : {}),
    ...(restore ? { restore: { backup: backup?.doc.title ?? restore.doc.backup, doc: restore.doc } } : {}),
  };
  const markdown = () => runAsMarkdown(record, words());
  const printed = () => ({
    title: [doc.title, incident && nameOf(incident.doc)].filter(Boolean).join(' · '),
    note: t('runs.export.madeAt', { time: format.full(ticker.now()) }),
    content: <Markdown text={runAsMarkdown(record, words(), { pictures: true })} imageUrl={imageUrl} />,
  });
  const name = () => `${fileName(doc.title)} ${format.fileStamp(doc.startedAt)}`;
  return {
    items: [
      { id: 'copy', label: t('runs.export.copy') },
      { id: 'markdown', label: t('runs.export.markdown') },
      { id: 'pdf', label: t('runs.export.pdf'), isDisabled: printer.isBusy },
      { id: 'print', label: t('runs.export.print'), isDisabled: printer.isBusy },
    ],
    run(id) {
      if (id === 'copy') void copy(markdown(), t('app.copied'));
      else if (id === 'markdown') saveFile(`${name()}.md`, 'text/markdown', markdown());
      else if (id === 'pdf') void printer.savePdf(printed(), name());
      else if (id === 'print') void printer.print(printed());
    },
  };
}
