/** Hands text to the person as a file, through the machine's own « save as ». */
export function saveFile(name: string, type: string, text: string): void {
  // A spreadsheet takes UTF-8 for its own code page unless the file says otherwise; a reader of JSON takes no mark.
  const mark = type === 'application/json' ? '' : '\ufeff';
  const url = URL.createObjectURL(new Blob([mark, text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
