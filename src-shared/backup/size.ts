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
/** With a space, a comma or a point between thousands, and perhaps a fraction. Spaces are those of French print too. */
const SPACE = '[ \\u00a0\\u202f]';
const NUMBER = `(?:\\d{1,3}(?:${SPACE}\\d{3})+(?!\\d)(?:[.,]\\d+)?|\\d+(?:[.,]\\d+)*)`;
/** A number, and perhaps a unit that ends there: a word with a value of its own is none. */
const AMOUNT = `(${NUMBER})(?:\\t|${SPACE})?([a-z]{0,6})(?!\\w|[.,]\\d|\\s*[=:])`;
/**
 * A name that stands alone, with `=` or `:`. Of what rsync prints that is the size of all files, neither of those that
 * it sent nor of its list; without `--stats` it says `total size is`.
 */
const NAME = `(?<![\\w.-]|list |transferred file )"?(?:${NAMES.join('|')})"?\\s*[=:]\\s*"?|\\btotal size is `;
const WRITTEN = new RegExp(`(?:${NAME})${AMOUNT}`, 'giu');
const ALONE = new RegExp(`^\\s*${AMOUNT}\\s*$`, 'iu');

const whole = (value: number): number | undefined => (Number.isSafeInteger(value) && value >= 0 ? value : undefined);

/** Undefined where a separator may mean thousands as well as a fraction. */
function numberOf(written: string, factor: number): number | undefined {
  const bare = written.replaceAll(/[ \u00a0\u202f]/g, '');
  const [fraction] = /[.,]\d+$/.exec(bare) ?? [];
  if (fraction === undefined) return Number(bare);
  const before = bare.slice(0, -fraction.length);
  const mark = fraction.charAt(0);
  const groups = before.split(mark === ',' ? '.' : ',');
  const areThousands = (parts: readonly string[]) =>
    /^[1-9]\d{0,2}$/.test(parts[0] ?? '') && parts.slice(1).every((part) => /^\d{3}$/.test(part));
  if (before.includes(mark)) {
    const all = bare.split(mark);
    return areThousands(all) ? Number(all.join('')) : undefined;
  }
  if (groups.length > 1) return areThousands(groups) ? Number(`${groups.join('')}.${fraction.slice(1)}`) : undefined;
  // There are no fractions of a byte; `1,234 GB` is one and a quarter in Paris and a thousand in London.
  if (bare === written && areThousands([before, fraction.slice(1)])) {
    if (factor === 1) return Number(before + fraction.slice(1));
    if (mark === ',') return undefined;
  }
  return Number(`${before}.${fraction.slice(1)}`);
}

function measured(written: string, unit: string): number | undefined {
  const name = unit.toLowerCase();
  const factor = Object.hasOwn(UNITS, name) ? UNITS[name] : undefined;
  const number = factor === undefined ? undefined : numberOf(written, factor);
  return factor === undefined || number === undefined ? undefined : whole(Math.round(number * factor));
}

function ofJson(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const fields = new Map(Object.entries(value));
  for (const name of NAMES) {
    const said = fields.get(name);
    if (typeof said === 'number') return whole(Math.round(said));
    if (typeof said === 'string') {
      const [, number, unit = ''] = ALONE.exec(said) ?? [];
      if (number !== undefined) return measured(number, unit);
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
  for (const [, number = '', unit = ''] of text.matchAll(WRITTEN)) last = measured(number, unit) ?? last;
  return last;
}
