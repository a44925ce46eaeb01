/** Hands text to the person as a file, through the machine's own « save as ». */
export function saveFile(name: string, type: string, text: string): void {
  // A spreadsheet takes UTF-8 for its own code page unless the file says otherwise; no other reader wants a mark.
  const mark = type === 'text/csv' ? '\ufeff' : '';
  save(name, new Blob([mark, text], { type: `${type};charset=utf-8` }));
}

/** The same with bytes: a PDF, a picture. */
export function saveBytes(name: string, type: string, bytes: Uint8Array<ArrayBuffer>): void {
  save(name, new Blob([bytes], { type }));
}

function save(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
