/** A 64-bit number as two unsigned halves: cheap to add on both sides, without BigInt. */
export interface Sum {
  hi: number;
  lo: number;
}

export const EMPTY_SUM: Sum = { hi: 0, lo: 0 };

/** 64-bit hash of a text: two independent 32-bit lanes over its UTF-16 units, each finished with murmur3's mixer. */
export function hashText(text: string): Sum {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul((b << 5) | (b >>> 27), 0x5bd1e995) ^ unit;
  }
  return { hi: finish(a ^ text.length), lo: finish(b + text.length) };
}

function finish(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Fingerprint of one live record at one version. Tombstones count for nothing. */
export function checksumOf(collection: string, id: string, version: number): Sum {
  return hashText(`${collection}\u0000${id}\u0000${version}`);
}

/** Sum modulo 2^64: the order of the records does not matter. */
export function addSum(a: Sum, b: Sum): Sum {
  const lo = a.lo + b.lo;
  return { hi: (a.hi + b.hi + (lo > 0xffffffff ? 1 : 0)) >>> 0, lo: lo >>> 0 };
}

/** Inverse of `addSum`: takes a record out again. */
export function subtractSum(a: Sum, b: Sum): Sum {
  const lo = a.lo - b.lo;
  return { hi: (a.hi - b.hi - (lo < 0 ? 1 : 0)) >>> 0, lo: lo >>> 0 };
}

/** 16 hexadecimal digits, as it travels in a pull. */
export function formatSum(sum: Sum): string {
  return sum.hi.toString(16).padStart(8, '0') + sum.lo.toString(16).padStart(8, '0');
}
