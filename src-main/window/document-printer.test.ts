import { describe, expect, it } from 'vitest';
import { createDocumentPrinter, edgesOf, type PrintingContents } from './document-printer.ts';

const EDGES = { title: 'P0 · Paiement', note: '22 novembre 2026' };

function paper(over: Partial<PrintingContents> = {}) {
  const asked: unknown[] = [];
  const contents: PrintingContents = {
    async printToPDF(options) {
      asked.push(options);
      return new Uint8Array([0x25, 0x50, 0x44, 0x46]);
    },
    print(options, done) {
      asked.push(options);
      done(true, '');
    },
    ...over,
  };
  return {
    asked,
    printer: createDocumentPrinter(
      () => contents,
      () => undefined,
    ),
  };
}

describe('the document printer', () => {
  it('makes a PDF of A4 sheets with the title above and the note below each', async () => {
    const { asked, printer } = paper();
    const made = await printer.pdf(EDGES);
    expect(made).toEqual({ ok: true, value: new Uint8Array([0x25, 0x50, 0x44, 0x46]) });
    expect(asked).toMatchObject([{ pageSize: 'A4', displayHeaderFooter: true, printBackground: true }]);
  });

  it('shows a title as it was written, whatever is in it', () => {
    const { headerTemplate } = edgesOf({ title: '<img src=x onerror="alert(1)"> & \'quoted\'', note: '' });
    expect(headerTemplate).not.toContain('<img');
    expect(headerTemplate).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &#39;quoted&#39;');
  });

  it('says what kept it from printing, and nothing where the person changed their mind', async () => {
    const { printer } = paper({ print: (_, done) => done(false, 'Invalid printer settings') });
    expect(await printer.print(EDGES)).toEqual({ printed: false, problem: 'Invalid printer settings' });
    const changed = paper({ print: (_, done) => done(false, '') });
    expect(await changed.printer.print(EDGES)).toEqual({ printed: false });
  });

  it('prints one document after another, also after one that failed', async () => {
    const order: string[] = [];
    const { printer } = paper({
      async printToPDF({ headerTemplate = '' }) {
        const title = headerTemplate.includes('one') ? 'one' : 'two';
        order.push(`${title} begins`);
        await Promise.resolve();
        order.push(`${title} ends`);
        if (title === 'one') throw new Error('printing failed');
        return new Uint8Array();
      },
    });
    const first = printer.pdf({ title: 'one', note: '' });
    const second = printer.pdf({ title: 'two', note: '' });
    await expect(first).rejects.toThrow('printing failed');
    expect((await second).ok).toBe(true);
    expect(order).toEqual(['one begins', 'one ends', 'two begins', 'two ends']);
  });

  it('has nothing to print while there is no page', async () => {
    const printer = createDocumentPrinter(
      () => undefined,
      () => undefined,
    );
    expect(await printer.pdf(EDGES)).toEqual({ ok: false, error: { code: 'notFound' } });
  });
});
