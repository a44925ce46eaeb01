import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import { useMe, useRecord } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Group, Row } from './Group.tsx';
import { SessionsGroup } from './SessionsGroup.tsx';

export function AccountSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const runner = useCommandRunner();
  const me = useMe();
  const record = useRecord('person', me?.person);
  const directory = useDirectory();
  if (!me) return <EmptyState title={t('duty.nobody')}>{t('settings.account.nobodyWhy')}</EmptyState>;
  const person = record?.doc;
  const role = person?.role ?? me.role;
  const teams = (person?.teams ?? []).map((id) => directory?.team(id)?.name ?? id).join(', ');
  const since = person?.onDutySince;
  return (
    <>
      <Group title={t('settings.account.title')} hint={t('settings.account.hint')}>
        <Row label={t('settings.account.name')}>{person?.name ?? me.name}</Row>
        <Row label={t('settings.account.role')} detail={t(`settings.account.may.${role}`)}>
          {t(`role.${role}`)}
        </Row>
        <Row label={t('settings.account.teams')}>{teams || '—'}</Row>
        {person?.email && <Row label={t('settings.account.email')}>{person.email}</Row>}
        {person?.phone && <Row label={t('settings.account.phone')}>{person.phone}</Row>}
        <Row label={t('settings.account.zone')}>{person?.zone ?? format.zone}</Row>
      </Group>
      <Group title={t('settings.account.duty')} hint={t('settings.account.dutyHint')}>
        <Row label={since === undefined ? t('duty.off') : t('duty.on', { since: format.momentSince(since, now) })}>
          <Button size="small" onPress={() => runner.run('duty.toggle')}>
            {since === undefined ? t('duty.take') : t('duty.leave')}
          </Button>
        </Row>
      </Group>
      <SessionsGroup />
    </>
  );
}
