import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';
import { useTranslation } from 'react-i18next';
import type { AppError } from '../../src-shared/contract/errors.ts';
import { err, ok, type Result } from '../../src-shared/contract/errors.ts';
import type { Bridge } from '../../src-shared/contract/ipc.ts';
import { tryCall } from './bridge.ts';
import { useMachine } from './machine.ts';
import { useNotices } from './notices.ts';
import { saveBytes } from './save-file.ts';

/** What goes on paper. */
export interface PrintedDocument {
  /** Above each sheet. */
  title: string;
  /** Below each sheet: when it was made, by whom. */
  note: string;
  content: ReactNode;
}

/** Pictures and diagrams that take longer than this are printed as far as they are there, in milliseconds. */
const PATIENCE = 6_000;

/** Resolves when the letters, the pictures and whatever says that it is busy are there. */
async function isLaidOut(sheet: HTMLElement, window: Window): Promise<void> {
  const pictures = [...sheet.querySelectorAll('img')].map((image) => image.decode().catch(() => undefined));
  const idle = new Promise<void>((resolve) => {
    const look = () => {
      if (sheet.querySelector('[aria-busy="true"]')) return;
      observer.disconnect();
      resolve();
    };
    const observer = new MutationObserver(look);
    observer.observe(sheet, { subtree: true, childList: true, attributes: true, attributeFilter: ['aria-busy'] });
    look();
  });
  const patience = new Promise((resolve) => window.setTimeout(resolve, PATIENCE));
  await Promise.race([Promise.all([...pictures, idle, window.document.fonts.ready]), patience]);
  await new Promise((resolve) => window.requestAnimationFrame(resolve));
}

interface Job {
  document: PrintedDocument;
  run(bridge: Bridge): Promise<void>;
}

/**
 * Puts a document on paper or into a PDF: it is laid out beside the screen, light and without the console around it
 * (`[data-printed-document]` in ui/base.css), and main prints that. Render `sheet` somewhere in the page.
 */
export function usePrintedDocument(): {
  sheet: ReactNode;
  /** Being laid out or printed. */
  isBusy: boolean;
  /** As bytes; a failure is told to nobody. */
  toPdf(document: PrintedDocument): Promise<Result<Uint8Array<ArrayBuffer>, AppError>>;
  /** Offers it to the person as a file of this name (without the ending), and says so when that failed. */
  savePdf(document: PrintedDocument, name: string): Promise<void>;
  /** Asks for a printer; says so where there is none. */
  print(document: PrintedDocument): Promise<void>;
} {
  const { bridge } = useMachine();
  const { t } = useTranslation();
  const notices = useNotices();
  const [job, setJob] = useState<Job>();
  const sheet = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { current } = sheet;
    if (!job || !current) return;
    let isHere = true;
    void isLaidOut(current, window)
      .then(() => (isHere ? job.run(bridge) : undefined))
      .finally(() => setJob((now) => (now === job ? undefined : now)));
    return () => {
      isHere = false;
    };
  }, [job, bridge]);

  const toPdf = useCallback(
    (document: PrintedDocument) =>
      new Promise<Result<Uint8Array<ArrayBuffer>, AppError>>((resolve) => {
        const { title, note } = document;
        setJob({
          document,
          run: async (main) =>
            tryCall(main, 'document.pdf', { title: title.slice(0, 500), note: note.slice(0, 500) }).then(resolve, () =>
              resolve(err({ code: 'storageBroken', message: 'document.pdf' })),
            ),
        });
      }),
    [],
  );
  const failed = (detail?: string) => notices.tell({ tone: 'refused', text: t('document.failed'), detail });
  return {
    sheet:
      job &&
      createPortal(
        <div ref={sheet} data-printed-document data-theme="light" aria-hidden="true" inert>
          {job.document.content}
        </div>,
        document.body,
      ),
    isBusy: job !== undefined,
    toPdf,
    async savePdf(document, name) {
      const made = await toPdf(document);
      if (made.ok) saveBytes(`${name}.pdf`, 'application/pdf', made.value);
      else failed();
    },
    print: (document) =>
      new Promise<void>((resolve) => {
        const { title, note } = document;
        setJob({
          document,
          async run(main) {
            const done = await tryCall(main, 'document.print', {
              title: title.slice(0, 500),
              note: note.slice(0, 500),
            }).catch(() => ok({ printed: false, problem: undefined }));
            if (!done.ok) failed();
            else if (!done.value.printed && done.value.problem) {
              failed(t('document.noPrinter', { message: done.value.problem }));
            }
            resolve();
          },
        });
      }),
  };
}
