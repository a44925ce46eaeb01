import type { PlanTerms } from '../../../../src-shared/model/plan.ts';
import { ruleWords } from '../../../../src-shared/recurrence/words.ts';
import { useFormat } from '../../../platform/format.ts';

/** When a plan is due, as one says it; an RRULE that cannot be read stays as it is written. */
export function useRuleWords(): (terms: PlanTerms) => string {
  const { language } = useFormat();
  return (terms) => ruleWords(terms, language) ?? terms.rrule;
}
