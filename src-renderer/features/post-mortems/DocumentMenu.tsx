import Download from 'lucide-react/icons/download';
import { useTranslation } from 'react-i18next';
import type { FollowUp, PostMortem } from '../../../src-shared/model/post-mortem.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useTicker } from '../../platform/now.ts';
import { usePrintedDocument } from '../../platform/printed-document.tsx';
import { saveFile } from '../../platform/save-file.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Markdown } from '../../ui/Markdown.tsx';
import { MenuButton } from '../../ui/MenuButton.tsx';
import { postMortemAsMarkdown } from './export-document.ts';

interface Props {
  doc: PostMortem;
  /** As it stands in the window, saved or not. */
  title: string;
  body: string;
  followUps: readonly FollowUp[];
  directory: Directory;
  number: number | undefined;
}

const WAYS = ['copy', 'markdown', 'pdf', 'print'] as const;

/** The document elsewhere: copied, as Markdown, as a PDF, on paper. */
export function DocumentMenu({ doc, title, body, followUps, directory, number }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const ticker = useTicker();
  const copy = useCopy();
  const printer = usePrintedDocument();
  const text = () => postMortemAsMarkdown({ doc, title, body, followUps }, directory);
  const name = () => `post-mortem-${number ?? format.fileDay(ticker.now())}`;
  const sheet = () => ({
    title,
    note: t(`postMortem.paper.${doc.status}`, { time: format.full(ticker.now()) }),
    content: <Markdown text={text()} />,
  });
  const act = (way: string) => {
    if (way === 'copy') void copy(text(), t('app.copied'));
    else if (way === 'markdown') saveFile(`${name()}.md`, 'text/markdown', text());
    else if (way === 'pdf') void printer.savePdf(sheet(), name());
    else void printer.print(sheet());
  };
  return (
    <>
      <MenuButton
        size="small"
        icon={<Download size={14} aria-hidden />}
        label={t('postMortem.export')}
        items={WAYS.map((id) => ({ id, label: t(`postMortem.way.${id}`), isDisabled: printer.isBusy }))}
        onAction={act}
      />
      {printer.sheet}
    </>
  );
}
