import { err, ok, type Result } from '../../src-shared/contract/errors.ts';

/** What is said at the edges of each sheet. */
export interface DocumentEdges {
  title: string;
  /** Beside the title: when it was made, by whom. */
  note: string;
}

/** The printing of a page, as Electron's `WebContents` has it. */
export interface PrintingContents {
  printToPDF(options: Electron.PrintToPDFOptions): Promise<Uint8Array>;
  print(options: Electron.WebContentsPrintOptions, done: (success: boolean, failure: string) => void): void;
}

export interface DocumentPrinter {
  /** The document that the page shows for print, as a PDF of A4 sheets. */
  pdf(edges: DocumentEdges): Promise<Result<Uint8Array<ArrayBuffer>>>;
  /** Asks the person for a printer. Answers `printed: false` where they changed their mind or there is none. */
  print(edges: DocumentEdges): Promise<{ printed: boolean; problem?: string }>;
}

const CM_IN_INCHES = 1 / 2.54;
/** Room for the edges above and below, in inches. */
const MARGINS = {
  top: 2.2 * CM_IN_INCHES,
  bottom: 2 * CM_IN_INCHES,
  left: 1.8 * CM_IN_INCHES,
  right: 1.8 * CM_IN_INCHES,
};

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);

const EDGE = [
  'box-sizing:border-box',
  'display:flex',
  'justify-content:space-between',
  'gap:8mm',
  'width:100%',
  'padding:0 1.8cm',
  'font:7.5pt sans-serif',
  'color:#555',
].join(';');
const LONG = 'overflow:hidden;white-space:nowrap;text-overflow:ellipsis';

/** Chromium's templates of what stands above and below each sheet. Titles are what people and senders wrote. */
export function edgesOf({ title, note }: DocumentEdges): { headerTemplate: string; footerTemplate: string } {
  return {
    headerTemplate: `<div style="${EDGE}"><span style="${LONG}">${escapeHtml(title)}</span><span>Vigie</span></div>`,
    footerTemplate: `<div style="${EDGE}"><span style="${LONG}">${escapeHtml(note)}</span><span><span class="pageNumber"></span>/<span class="totalPages"></span></span></div>`,
  };
}

/**
 * Prints what the page has laid out for paper (`@media print`), one document after another. `setGround` gives the window
 * the white ground of paper meanwhile: Chromium fills the margins of a sheet with it.
 */
export function createDocumentPrinter(
  contents: () => PrintingContents | undefined,
  setGround: (paper: boolean) => void,
): DocumentPrinter {
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(run: () => Promise<T>): Promise<T> => {
    const onPaper = () => {
      setGround(true);
      return run().finally(() => setGround(false));
    };
    const mine = last.then(onPaper, onPaper);
    last = mine.catch(() => undefined);
    return mine;
  };
  return {
    pdf: (edges) =>
      inTurn(async () => {
        const page = contents();
        if (!page) return err({ code: 'notFound' });
        const bytes = await page.printToPDF({
          pageSize: 'A4',
          margins: MARGINS,
          printBackground: true,
          displayHeaderFooter: true,
          generateTaggedPDF: true,
          generateDocumentOutline: true,
          ...edgesOf(edges),
        });
        return ok(new Uint8Array(bytes));
      }),
    print: ({ title, note }) =>
      inTurn(
        () =>
          new Promise((resolve) => {
            const page = contents();
            if (!page) return resolve({ printed: false, problem: 'no page' });
            const options: Electron.WebContentsPrintOptions = {
              pageSize: 'A4',
              printBackground: true,
              margins: { marginType: 'default' },
              header: title,
              footer: note,
            };
            page.print(options, (printed, failure) => {
              resolve(printed ? { printed } : { printed, ...(failure ? { problem: failure.slice(0, 500) } : {}) });
            });
          }),
      ),
  };
}
