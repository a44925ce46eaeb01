import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { usePrintedDocument } from '../../../platform/printed-document.tsx';
import { saveBytes } from '../../../platform/save-file.ts';
import { useCopy } from '../../../platform/use-copy.ts';
import { Markdown } from '../../../ui/Markdown.tsx';
import { DescribeDialog } from './DescribeDialog.tsx';
import { useProcedureDesk } from './desk.ts';
import { asFile, fileName } from './file.ts';
import styles from './ProcedurePage.module.css';
import type { ShownProcedure } from './use-procedure-page.ts';

/** Does what a command asked of the open page: describe, copy, save, print. */
export function ProcedureRequests({ shown, directory }: { shown: ShownProcedure; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const desk = useProcedureDesk();
  const request = useStore(desk.store, (state) => state.request);
  const copy = useCopy();
  const { sheet, print } = usePrintedDocument();
  const { row, text } = shown;
  const kind = request?.id === row.id ? request.kind : undefined;

  // biome-ignore lint/correctness/useExhaustiveDependencies: done once for each request, with what is shown then
  useEffect(() => {
    if (kind === undefined || kind === 'describe') return;
    desk.answered();
    const body = text?.doc.body ?? '';
    if (kind === 'copy') void copy(asFile(row.doc, body), t('procedurePage.copied'));
    else if (kind === 'save')
      saveBytes(`${fileName(row.doc)}.md`, 'text/markdown', new TextEncoder().encode(asFile(row.doc, body)));
    else {
      const title = row.doc.title;
      void print({
        title,
        note: t('procedurePage.printedAt', { revision: row.doc.revision, time: format.full(now) }),
        content: (
          <article className={styles.printed}>
            <h1>{title}</h1>
            <Markdown text={body} isWhole />
          </article>
        ),
      });
    }
  }, [kind]);

  return (
    <>
      {sheet}
      {kind === 'describe' && <DescribeDialog row={row} directory={directory} onClose={desk.answered} />}
    </>
  );
}
