import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NewIntakeKey } from '../../../src-shared/contract/http.ts';
import { useDirectory } from '../../data/directory.ts';
import { useList } from '../../data/hooks.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection } from '../../platform/machine.ts';
import { useNotices } from '../../platform/notices.ts';
import { useServerApi } from '../../platform/server-api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Group, Row } from './Group.tsx';
import { NewKey } from './NewKey.tsx';
import { NewKeyForm } from './NewKeyForm.tsx';
import { SureButton } from './SureButton.tsx';

/** The addresses that senders of alerts write to. Kept by the server alone: nothing here works offline. */
export function IntakeKeysSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useServerApi();
  const { server } = useConnection();
  const queries = useQueryClient();
  const notices = useNotices();
  const [made, setMade] = useState<NewIntakeKey>();
  const queryKey = ['intake-keys', server];
  const mappings = useList('mapping');
  const mayManage = useDirectory()?.may('admin') === true;
  const keys = useQuery({ queryKey, queryFn: () => api?.intakeKeys(), enabled: api !== null && mayManage });
  const refresh = () => queries.invalidateQueries({ queryKey });
  const revoke = useMutation({
    mutationFn: async (id: string) => api?.revokeIntakeKey(id),
    onSuccess: (answer) => {
      if (answer && !answer.ok) notices.tell({ tone: 'refused', text: errorText(t, format, answer.error) });
      void refresh();
    },
  });
  const answer = keys.data;
  if (!api || !server) return <EmptyState title={t('settings.keys.noServer')} />;
  if (!mayManage) {
    return <EmptyState title={t('settings.keys.adminOnly')}>{t('settings.keys.adminOnlyWhy')}</EmptyState>;
  }

  return (
    <>
      <Group title={t('settings.keys.newTitle')} hint={t('settings.keys.newHint')}>
        <NewKeyForm
          onMade={(key) => {
            setMade(key);
            void refresh();
          }}
        />
      </Group>
      {made && <NewKey server={server} made={made} />}
      <Group title={t('settings.keys.title')} hint={t('settings.keys.hint')}>
        {answer === undefined ? (
          <Row label={t('settings.keys.asking')} />
        ) : !answer.ok ? (
          <Row label={t('settings.keys.unavailable')} detail={errorText(t, format, answer.error)} />
        ) : answer.value.length === 0 ? (
          <Row label={t('settings.keys.none')} />
        ) : (
          answer.value.map((key) => (
            <Row
              key={key.id}
              label={key.name}
              detail={[
                t(`settings.keys.sources.${key.source}`, { defaultValue: key.source }),
                ...(key.mapping === undefined
                  ? []
                  : [mappings?.find(({ id }) => id === key.mapping)?.doc.name ?? t('settings.keys.mappingGone')]),
                `${key.start}…`,
                ...(key.refused
                  ? [t('settings.keys.refused', { time: format.full(key.refused.at), reason: key.refused.reason })]
                  : []),
              ].join(' · ')}
            >
              <SureButton
                label={t('settings.keys.revoke')}
                sure={t('settings.keys.revokeSure')}
                onPress={() => revoke.mutate(key.id)}
              />
            </Row>
          ))
        )}
      </Group>
    </>
  );
}
