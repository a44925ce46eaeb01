import FileText from 'lucide-react/icons/file-text';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { useDirectory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import { usePrintedDocument } from '../../platform/printed-document.tsx';
import { saveFile } from '../../platform/save-file.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { readReport } from './report.ts';

const WAYS = ['copy', 'markdown', 'pdf', 'print'] as const;

/** The incident report elsewhere: copied, as Markdown, as a PDF, on paper. */
export function ReportMenu({ incident, number }: { incident: string; number: number | undefined }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const data = useData();
  const directory = useDirectory();
  const copy = useCopy();
  const printer = usePrintedDocument();
  const act = async (way: string) => {
    const report = directory && (await readReport({ data, i18n, format, directory }, incident));
    if (!report) return;
    const now = ticker.now();
    const name = `${t('incident.report.file')}-${number ?? format.fileStamp(now)}`;
    const note = t('incident.report.note', { time: format.full(now) });
    const sheet = { title: report.title, note, content: <Markdown text={report.text} /> };
    if (way === 'copy') await copy(report.text, t('incident.copied.markdown'));
    else if (way === 'markdown') saveFile(`${name}.md`, 'text/markdown', report.text);
    else if (way === 'pdf') await printer.savePdf(sheet, name);
    else await printer.print(sheet);
  };
  return (
    <>
      <MenuButton
        icon={<FileText size={14} aria-hidden />}
        label={t('incident.report.label')}
        items={WAYS.map((id) => ({ id, label: t(`incident.report.${id}`), isDisabled: printer.isBusy }))}
        onAction={(way) => void act(way)}
      />
      {printer.sheet}
    </>
  );
}
