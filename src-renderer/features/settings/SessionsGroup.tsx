import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection } from '../../platform/machine.ts';
import { useNotices } from '../../platform/notices.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { useServerApi } from '../../platform/server-api.ts';
import { Group, Row } from './Group.tsx';
import { SureButton } from './SureButton.tsx';

/** Where this account is signed in: consoles and tokens of the command line. */
export function SessionsGroup() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const api = useServerApi();
  const { server, token } = useConnection();
  const notices = useNotices();
  const queries = useQueryClient();
  const queryKey = ['sessions', server, token];
  const sessions = useQuery({ queryKey, queryFn: () => api?.sessions(), enabled: api !== null });
  const revoke = useMutation({
    mutationFn: async (id: string) => api?.revokeSession(id),
    onSuccess: (answer) => {
      if (answer && !answer.ok) notices.tell({ tone: 'refused', text: errorText(t, format, answer.error) });
      void queries.invalidateQueries({ queryKey });
    },
  });
  const answer = sessions.data;
  const listed = answer?.ok ? answer.value : [];
  const used = useTimed((at) =>
    listed.map(({ lastUsedAt }) => (lastUsedAt === undefined ? undefined : format.ago(lastUsedAt, at))),
  );
  return (
    <Group title={t('settings.sessions.title')} hint={t('settings.sessions.hint')}>
      {answer === undefined && <Row label={t('settings.keys.asking')} />}
      {answer && !answer.ok && (
        <Row label={t('settings.sessions.unavailable')} detail={errorText(t, format, answer.error)} />
      )}
      {listed.map((session, index) => (
        <Row
          key={session.id}
          label={session.name}
          detail={
            used[index] === undefined
              ? t('settings.sessions.made', { when: format.moment(session.createdAt, now) })
              : t('settings.keys.used', { when: used[index] })
          }
        >
          {session.current ? (
            t('settings.sessions.current')
          ) : (
            <SureButton
              label={t('settings.keys.revoke')}
              sure={t('settings.keys.revokeSure')}
              onPress={() => revoke.mutate(session.id)}
            />
          )}
        </Row>
      ))}
    </Group>
  );
}
