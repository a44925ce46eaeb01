import { expect, it } from 'vitest';
import { parseBeginning } from './beginning.ts';
import { parseRun } from './parse.ts';

const repeated = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at + 1)).join('\n');

it('begins with the very steps of the whole text', () => {
  const body = `# Move\n\nRead [this].\n\n${repeated(
    400,
    (at) => `- [ ] Move rack ${at % 7} {.measure unit=kW max=${at}}\n\n  \`\`\`sh\n  mv rack-${at}\n  \`\`\`\n`,
  )}\n\n[this]: https://wiki.example\n`;
  const whole = parseRun({ body });
  const beginning = parseBeginning({ body });
  expect(beginning?.steps.length).toBeGreaterThan(20);
  expect(whole.steps.slice(0, beginning?.steps.length)).toEqual(beginning?.steps);
  expect(whole.blocks.slice(0, beginning?.blocks.length)).toEqual(beginning?.blocks);
});

it('leaves out the step that goes on behind the cut, with what is nested in it', () => {
  const body = `- [ ] Power\n- [ ] Racks\n${repeated(300, (at) => `  - [ ] Rack ${at}`)}\n\n  All of them.\n`;
  expect(parseBeginning({ body })?.steps.map(({ text }) => text)).toEqual(['Power']);
  expect(parseRun({ body }).steps[1]?.detail).toBe('All of them.');
});

it('says nothing where the steps may be other than they seem at first', () => {
  const headings = repeated(300, (at) => `## Rack ${at}\n\nMove it.\n`);
  expect(parseBeginning({ body: headings })).toBeUndefined();
  expect(parseBeginning({ body: `${headings}\n- [ ] The only step\n` })).toBeUndefined();
  expect(parseBeginning({ body: repeated(300, (at) => `${at}. Rack ${at}`), numbered: true })).toBeUndefined();
});
