import ArrowDown from 'lucide-react/icons/arrow-down';
import ArrowUp from 'lucide-react/icons/arrow-up';
import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import { labelMatchSchema } from '../../../src-shared/model/alert.ts';
import { PRIORITIES, prioritySchema } from '../../../src-shared/model/priority.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { CellField } from './CellField.tsx';
import styles from './Rules.module.css';
import { type Condition, type Rule, removeAt } from './rules-edit.ts';
import sheet from './sheet.module.css';

export interface RuleRowProps {
  rule: Rule;
  /** 1 is tried first. */
  place: number;
  isLast: boolean;
  /** The labels under test are decided by this rule. */
  isDecisive: boolean;
  isDisabled: boolean;
  onChange(rule: Rule): void;
  onMove(step: -1 | 1): void;
  onRemove(): void;
}

const OPERATORS = labelMatchSchema.shape.op.options;
const ICON = { size: 14, strokeWidth: 1.6, 'aria-hidden': true } as const;
const anyText = (text: string) => ({ ok: true as const, value: text.trim() });

export function RuleRow({ rule, place, isLast, isDecisive, isDisabled, onChange, onMove, onRemove }: RuleRowProps) {
  const { t } = useTranslation();
  const change = (index: number, next: Partial<Condition>) =>
    onChange({ ...rule, when: rule.when.map((one, at) => (at === index ? { ...one, ...next } : one)) });
  const name = t('settings.rules.rule', { place });
  return (
    <li className={styles.rule} data-decisive={isDecisive || undefined}>
      <span className={styles.place}>{place}</span>
      <div className={styles.conditions}>
        {rule.when.map((condition, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no other identity than their place
          <div className={`${styles.condition} ${sheet.quiet}`} key={index}>
            <CellField
              label={`${name}, ${t('settings.rules.label')}`}
              text={condition.label}
              isDisabled={isDisabled}
              width="wide"
              read={(text) => (text.trim() === '' ? { ok: false, why: 'settings.rules.labelNeeded' } : anyText(text))}
              onCommit={(label) => change(index, { label })}
            />
            <Select
              aria-label={`${name}, ${t('settings.rules.operator')}`}
              options={OPERATORS.map((op) => ({ id: op, label: t(`settings.rules.op.${op}`) }))}
              value={condition.op}
              isDisabled={isDisabled}
              onChange={(op) => change(index, { op: labelMatchSchema.shape.op.parse(op) })}
            />
            <CellField
              label={`${name}, ${t('settings.rules.value')}`}
              text={condition.value}
              isDisabled={isDisabled}
              width="full"
              read={anyText}
              onCommit={(value) => change(index, { value })}
            />
            {rule.when.length > 1 && (
              <IconButton
                label={t('settings.rules.removeCondition')}
                isDisabled={isDisabled}
                onPress={() => onChange({ ...rule, when: removeAt(rule.when, index) })}
                icon={<X {...ICON} />}
              />
            )}
          </div>
        ))}
      </div>
      <div className={sheet.quiet}>
        <Select
          aria-label={`${name}, ${t('settings.sla.priority')}`}
          options={PRIORITIES.map((priority) => ({ id: priority, label: priority }))}
          value={rule.priority}
          isDisabled={isDisabled}
          onChange={(priority) => onChange({ ...rule, priority: prioritySchema.parse(priority) })}
        />
      </div>
      <div className={styles.tools}>
        <IconButton
          label={t('settings.rules.addCondition')}
          isDisabled={isDisabled || rule.when.length >= 20}
          onPress={() => onChange({ ...rule, when: [...rule.when, { label: 'job', op: 'is', value: '' }] })}
          icon={<Plus {...ICON} />}
        />
        <IconButton
          label={t('settings.rules.up')}
          isDisabled={isDisabled || place === 1}
          onPress={() => onMove(-1)}
          icon={<ArrowUp {...ICON} />}
        />
        <IconButton
          label={t('settings.rules.down')}
          isDisabled={isDisabled || isLast}
          onPress={() => onMove(1)}
          icon={<ArrowDown {...ICON} />}
        />
        <IconButton
          label={t('settings.rules.remove')}
          isDisabled={isDisabled}
          onPress={onRemove}
          icon={<X {...ICON} />}
        />
      </div>
    </li>
  );
}
