import { describe, expect, it } from 'vitest';
import { accelerator, displayKeys, matches, parseKeys } from './keys.ts';

const press = (key: string, over: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...over,
});

describe('keys', () => {
  it('reads sequences and modifiers', () => {
    expect(parseKeys('G I').map((chord) => chord.key)).toEqual(['g', 'i']);
    expect(parseKeys('Mod+Shift+K')).toEqual([{ key: 'k', mod: true, shift: true, alt: false }]);
  });

  it('are shown as the platform writes them', () => {
    expect(displayKeys('Mod+K', 'linux')).toEqual(['Ctrl K']);
    expect(displayKeys('Mod+K', 'darwin')).toEqual(['⌘K']);
    expect(displayKeys('G I', 'linux')).toEqual(['G', 'I']);
  });

  it('match the platform’s own modifier alone', () => {
    const [chord] = parseKeys('Mod+K');
    expect(matches(chord!, press('k', { ctrlKey: true }), 'linux')).toBe(true);
    expect(matches(chord!, press('k', { ctrlKey: true }), 'darwin')).toBe(false);
    expect(matches(chord!, press('k', { metaKey: true }), 'darwin')).toBe(true);
    expect(matches(parseKeys('K')[0]!, press('k', { ctrlKey: true }), 'linux')).toBe(false);
  });

  it('take a symbol whatever Shift it needs on the keyboard', () => {
    const [help] = parseKeys('?');
    expect(matches(help!, press('?', { shiftKey: true }), 'linux')).toBe(true);
    expect(matches(help!, press('?'), 'linux')).toBe(true);
  });

  it('become an accelerator only when a menu can hold them', () => {
    expect(accelerator('Mod+K')).toBe('CommandOrControl+K');
    expect(accelerator('G I')).toBeUndefined();
    expect(accelerator('A')).toBeUndefined();
  });
});
