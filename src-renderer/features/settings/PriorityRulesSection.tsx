import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PROCEDURES_PRIORITY_RULES } from '../../../src-shared/intake/priority.ts';
import { DEFAULT_PRIORITY_RULES } from '../../../src-shared/model/alert.ts';
import { PRIORITIES, prioritySchema } from '../../../src-shared/model/priority.ts';
import { useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { Group, Row } from './Group.tsx';
import { LeadOnly } from './LeadOnly.tsx';
import { RuleRow } from './RuleRow.tsx';
import { RuleTest } from './RuleTest.tsx';
import { moveBy, NEW_RULE, removeAt, replaceAt } from './rules-edit.ts';
import { useSaveRules } from './use-guarded-save.ts';

export function PriorityRulesSection() {
  const { t } = useTranslation();
  const directory = useDirectory();
  const record = useRecord('priorityRules', DEFAULT_PRIORITY_RULES);
  const saveRules = useSaveRules();
  const [decided, setDecided] = useState<number | null>();
  if (record === undefined || !directory) return null;
  const rules = record?.doc ?? PROCEDURES_PRIORITY_RULES;
  const mayEdit = directory.may('lead');
  const save = (next: typeof rules) => void saveRules(next, rules, record !== null);
  const saveList = (list: typeof rules.rules) => save({ ...rules, rules: list });

  return (
    <>
      {!mayEdit && <LeadOnly />}
      <RuleTest rules={rules} onDecided={setDecided} />
      <Group
        title={t('settings.rules.title')}
        hint={t('settings.rules.hint')}
        wide
        action={
          <Button size="small" isDisabled={!mayEdit} onPress={() => saveList([NEW_RULE, ...rules.rules])}>
            {t('settings.rules.add')}
          </Button>
        }
      >
        <ol>
          {rules.rules.map((rule, index) => (
            <RuleRow
              // The order is what a rule is known by: two rules may say the same.
              // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other identity than their place
              key={index}
              rule={rule}
              place={index + 1}
              isLast={index === rules.rules.length - 1}
              isDecisive={decided === index}
              isDisabled={!mayEdit}
              onChange={(next) => saveList(replaceAt(rules.rules, index, next))}
              onMove={(step) => saveList(moveBy(rules.rules, index, step))}
              onRemove={() => saveList(removeAt(rules.rules, index))}
            />
          ))}
        </ol>
        <Row label={t('settings.rules.fallback')} detail={t('settings.rules.fallbackHint')}>
          <Select
            aria-label={t('settings.rules.fallback')}
            options={PRIORITIES.map((priority) => ({
              id: priority,
              label: `${priority} · ${t(`priority.${priority}`)}`,
            }))}
            value={rules.fallback}
            isDisabled={!mayEdit}
            onChange={(priority) => save({ ...rules, fallback: prioritySchema.parse(priority) })}
          />
        </Row>
      </Group>
    </>
  );
}
