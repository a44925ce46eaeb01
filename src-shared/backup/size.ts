/** Powers of 1,000 as disks and clouds count, and of 1,024 where the unit says so. */
const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  o: 1,
  byte: 1,
  bytes: 1,
  octets: 1,
  ...Object.fromEntries(
    ['k', 'm', 'g', 't', 'p'].flatMap((prefix, at) => [
      [prefix, 1_000 ** (at + 1)],
      [`${prefix}b`, 1_000 ** (at + 1)],
      [`${prefix}o`, 1_000 ** (at + 1)],
      [`${prefix}i`, 1_024 ** (at + 1)],
      [`${prefix}ib`, 1_024 ** (at + 1)],
      [`${prefix}io`, 1_024 ** (at + 1)],
    ]),
  ),
};

const NAMES = ['size', 'bytes', 'size_bytes', 'sizeBytes', 'taille', 'octets'];
/** A name that stands alone, `=` or `:`, a number, and perhaps a unit that ends there. */
const WRITTEN = new RegExp(
  `(?<![\\w.-])"?(?:${NAMES.join('|')})"?\\s*[=:]\\s*"?(\\d{1,15}(?:\\.\\d{1,6})?)[ \\t]?([a-z]{0,6})(?!\\w|\\.\\d)`,
  'giu',
);

const whole = (value: number): number | undefined => (Number.isSafeInteger(value) && value >= 0 ? value : undefined);

function measured(number: string, unit: string): number | undefined {
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
  return factor === undefined ? undefined : whole(Math.round(Number(number) * factor));
}

function ofJson(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = new Map(Object.entries(value));
  for (const name of NAMES) {
    const said = fields.get(name);
    if (typeof said === 'number') return whole(Math.round(said));
    if (typeof said === 'string') {
      const parts = /^\s*(\d{1,15}(?:\.\d{1,6})?)\s*([a-z]{0,6})\s*$/i.exec(said);
      if (parts?.[1] !== undefined) return measured(parts[1], (parts[2] ?? '').toLowerCase());
    }
  }
  return undefined;
}

/**
 * The size in bytes that a job says in what it prints: `size=123`, `bytes: 123`, `taille = 4.2 Go`, or JSON with such a
 * field. Where it says several the last counts: a job ends with its sum. Undefined where it says none.
 */
export function sizeOf(body: string | undefined): number | undefined {
  if (body === undefined) return undefined;
  const text = body.trim();
  if (text.startsWith('{')) {
    try {
      const found = ofJson(JSON.parse(text));
      if (found !== undefined) return found;
    } catch {
      // Not JSON after all: read as text.
    }
  }
  let last: number | undefined;
  for (const [, number = '', unit = ''] of text.matchAll(WRITTEN)) last = measured(number, unit.toLowerCase()) ?? last;
  return last;
}
