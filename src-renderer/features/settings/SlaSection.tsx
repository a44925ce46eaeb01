import { useTranslation } from 'react-i18next';
import { flapRulesOf } from '../../../src-shared/incident/flapping.ts';
import { DEFAULT_SLA_POLICY } from '../../../src-shared/model/sla-policy.ts';
import { PROCEDURES_SLA_POLICY } from '../../../src-shared/sla/default-policy.ts';
import { useDirectory } from '../../data/directory.ts';
import { useList, useRecord } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { CalendarsGroup } from './CalendarsGroup.tsx';
import { CellField } from './CellField.tsx';
import { Group, Row } from './Group.tsx';
import { LeadOnly } from './LeadOnly.tsx';
import { PolicyTable } from './PolicyTable.tsx';
import { readFlapping, readTarget, readWarnAt } from './sla-edit.ts';
import { useSavePolicy } from './use-guarded-save.ts';

export function SlaSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const directory = useDirectory();
  const calendars = useList('calendar');
  const record = useRecord('slaPolicy', DEFAULT_SLA_POLICY);
  const savePolicy = useSavePolicy();
  if (record === undefined || !directory || !calendars) return null;
  const policy = record?.doc ?? PROCEDURES_SLA_POLICY;
  const mayEdit = directory.may('lead');
  const flaps = flapRulesOf(policy);
  const save = (next: typeof policy) => void savePolicy(next, policy, record !== null);

  return (
    <>
      {!mayEdit && <LeadOnly />}
      <Group title={t('settings.sla.title')} hint={t('settings.sla.hint')} wide>
        <PolicyTable policy={policy} calendars={calendars} isDisabled={!mayEdit} onChange={save} />
      </Group>
      <Group title={t('settings.sla.rulesTitle')} hint={t('settings.sla.pastHint')}>
        <Row label={t('settings.sla.warnAt')} detail={t('settings.sla.warnAtHint')}>
          <CellField
            label={t('settings.sla.warnAt')}
            text={policy.warnAt.map((point) => format.percent(point)).join(', ')}
            width="wide"
            isDisabled={!mayEdit}
            read={readWarnAt}
            onCommit={(warnAt) => save({ ...policy, warnAt })}
          />
        </Row>
        <Row label={t('settings.sla.reopenWithin')} detail={t('settings.sla.reopenWithinHint')}>
          <CellField
            label={t('settings.sla.reopenWithin')}
            text={policy.reopenWithin === 0 ? '—' : format.duration(policy.reopenWithin)}
            isDisabled={!mayEdit}
            read={(text) => readTarget(text, true)}
            onCommit={(value) => save({ ...policy, reopenWithin: value ?? 0 })}
          />
        </Row>
        <Row label={t('settings.sla.flapping')} detail={t('settings.sla.flappingHint')}>
          <CellField
            label={t('settings.sla.flapping')}
            text={
              flaps
                ? t('settings.sla.flappingRule', { firings: flaps.firings, within: format.duration(flaps.within) })
                : '—'
            }
            width="wide"
            isDisabled={!mayEdit}
            read={readFlapping}
            onCommit={(flapping) => save({ ...policy, flapping })}
          />
        </Row>
        <Row label={t('settings.sla.closeAfter')} detail={t('settings.sla.closeAfterHint')}>
          <CellField
            label={t('settings.sla.closeAfter')}
            text={format.duration(policy.closeAfter)}
            isDisabled={!mayEdit}
            read={(text) => readTarget(text, false)}
            onCommit={(value) => save({ ...policy, closeAfter: Math.max(60_000, value ?? policy.closeAfter) })}
          />
        </Row>
      </Group>
      <CalendarsGroup calendars={calendars} isDisabled={!mayEdit} />
    </>
  );
}
