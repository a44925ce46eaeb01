/** A spreadsheet runs a cell that starts like this; a sender of alerts must not be able to write one. */
const FORMULA = /^[=+\-@\t\r]/;

function cell(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** RFC 4180 with a heading row; text that a spreadsheet would run as a formula is defused with an apostrophe. */
export function toCsv(heading: readonly string[], rows: readonly (readonly (string | number | undefined)[])[]): string {
  return [heading, ...rows].map((row) => `${row.map(cell).join(',')}\r\n`).join('');
}
