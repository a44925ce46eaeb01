import { describe, expect, it } from 'vitest';
import { asFile, withoutTitle } from './file.ts';

describe('the text of a procedure', () => {
  it('does not say its title twice where it is read', () => {
    expect(withoutTitle('# Disk full\n\nText', 'Disk full')).toBe('\n\nText');
    expect(withoutTitle('---\ntitle: x\n---\n\n# Disk full\nText', 'Disk full')).toBe('---\ntitle: x\n---\n\n\nText');
    expect(withoutTitle('# Disks\n\nText', 'Disk full')).toBe('# Disks\n\nText');
    expect(withoutTitle('Text\n\n# Disk full', 'Disk full')).toBe('Text\n\n# Disk full');
  });

  it('stands under its title as a file, once', () => {
    expect(asFile({ title: 'Disk [full]' }, 'Text')).toBe('# Disk \\[full\\]\n\nText');
    expect(asFile({ title: 'Disk full' }, '# Disk full\n\nText')).toBe('# Disk full\n\nText');
  });
});
