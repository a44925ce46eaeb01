import type { PriorityRules } from '../model/alert.ts';
import { PRIORITIES, type Priority } from '../model/priority.ts';

/**
 * In force until a rules record says otherwise. A `priority` label decides; else `severity`, after the procedures'
 * « Types d'alertes »: critiques P0, importantes P1, informatives P2, maintenance P3, performance P4.
 */
export const PROCEDURES_PRIORITY_RULES: PriorityRules = {
  rules: [
    ...PRIORITIES.map((priority) => ({
      when: [{ label: 'priority', op: 'is' as const, value: priority }],
      priority,
    })),
    { when: [{ label: 'severity', op: 'one-of', value: 'critical,page,emergency,fatal,P0' }], priority: 'P0' },
    { when: [{ label: 'severity', op: 'one-of', value: 'error,high,major,P1' }], priority: 'P1' },
    { when: [{ label: 'severity', op: 'one-of', value: 'warning,warn,medium,minor,P2' }], priority: 'P2' },
    { when: [{ label: 'severity', op: 'one-of', value: 'info,informational,maintenance,P3' }], priority: 'P3' },
    { when: [{ label: 'severity', op: 'one-of', value: 'performance,low,none,P4' }], priority: 'P4' },
  ],
  fallback: 'P2',
};

type Condition = PriorityRules['rules'][number]['when'][number];

function holds({ label, op, value }: Condition, labels: Readonly<Record<string, string>>): boolean {
  const have = (Object.hasOwn(labels, label) ? (labels[label] ?? '') : '').trim().toLowerCase();
  const want = value.trim().toLowerCase();
  switch (op) {
    case 'is':
      return have === want;
    case 'is-not':
      return have !== want;
    case 'starts-with':
      return have.startsWith(want);
    case 'one-of':
      return want.split(',').some((one) => one.trim() === have);
  }
}

/** The first rule that holds; `guessed` when none did and the fallback decided. */
export function priorityOf(
  labels: Readonly<Record<string, string>>,
  rules: PriorityRules,
): { priority: Priority; guessed: boolean } {
  const rule = rules.rules.find((one) => one.when.every((condition) => holds(condition, labels)));
  return rule ? { priority: rule.priority, guessed: false } : { priority: rules.fallback, guessed: true };
}

/** P0 is more urgent than P1. */
export function isMoreUrgent(one: Priority, other: Priority): boolean {
  return PRIORITIES.indexOf(one) < PRIORITIES.indexOf(other);
}
