import { describe, expect, it } from 'vitest';
import { withoutPrompts } from './prompts.ts';

describe('commands with prompts', () => {
  it('are pasted without them, over several lines as well', () => {
    expect(withoutPrompts('$ oc get sc')).toBe('oc get sc');
    expect(withoutPrompts('# first\n$ kubectl get nodes\n\n  $ kubectl get pods | \\\n    grep -v Running')).toBe(
      '# first\nkubectl get nodes\n\nkubectl get pods | \\\n    grep -v Running',
    );
  });

  it.each([
    'oc get sc\necho $ HOME',
    'kubectl get $NODE',
    '$ kubectl get nodes\nNAME   STATUS\nnode1  Ready',
    '$ kubectl patch x -p \'{\n  "a": 1\n}\'',
    '$ cat <<EOF\n$ text\nEOF',
  ])('that cannot be told from what they say stay as they are: %j', (code) => {
    expect(withoutPrompts(code)).toBe(code);
  });
});
