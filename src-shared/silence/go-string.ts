const SIMPLE: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  '"': '"',
};

/** Bytes written one by one (`\xc3\xa9`, octal) are UTF-8 together. */
const ESCAPE =
  /\\(?:([abfnrtv\\"])|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|((?:x[0-9a-fA-F]{2}|[0-3][0-7]{2})(?:\\(?:x[0-9a-fA-F]{2}|[0-3][0-7]{2}))*))/y;

const percent = (byte: number) => `%${byte.toString(16).padStart(2, '0')}`;

/** The text of a double-quoted Go string, quotes included in `quoted` (Go specification, « String literals »). */
export function unquoteGo(quoted: string): string | undefined {
  const inside = quoted.slice(1, -1);
  let text = '';
  for (let at = 0; at < inside.length; ) {
    const char = inside[at];
    if (char === '\n' || char === '"') return undefined;
    if (char !== '\\') {
      text += char;
      at += 1;
      continue;
    }
    ESCAPE.lastIndex = at;
    const found = ESCAPE.exec(inside);
    if (!found) return undefined;
    const [whole, simple, short, long, bytes] = found;
    if (simple !== undefined) text += SIMPLE[simple];
    else if (bytes !== undefined) {
      const values = bytes.split('\\').map((one) => (one[0] === 'x' ? parseInt(one.slice(1), 16) : parseInt(one, 8)));
      try {
        text += decodeURIComponent(values.map(percent).join(''));
      } catch {
        return undefined;
      }
    } else {
      const point = parseInt(short ?? long ?? '', 16);
      if (point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff)) return undefined;
      text += String.fromCodePoint(point);
    }
    at += whole.length;
  }
  return text;
}
