import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useData } from '../../data/DataProvider.tsx';
import { useSyncStatus } from '../../data/hooks.ts';
import { tryCall } from '../../platform/bridge.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { useTimed } from '../../platform/now.ts';
import { useServerApi } from '../../platform/server-api.ts';
import { Button } from '../../ui/Button.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import { Group, Row } from './Group.tsx';
import { LocalCopyGroup } from './LocalCopyGroup.tsx';

const HEALTH_TONE = { ok: 'ok', degraded: 'warn' } as const;

export function ServerSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { bridge } = useMachine();
  const { server, token, tokenInMemoryOnly, tokenOfThisRun, embedded } = useConnection();
  const kept = embedded
    ? t('settings.server.sessionGiven')
    : tokenOfThisRun
      ? t('settings.server.sessionOfRun')
      : t('settings.server.sessionKept');
  const data = useData();
  const status = useSyncStatus();
  const api = useServerApi();
  const health = useQuery({
    queryKey: ['health', server],
    queryFn: () => api?.health(),
    enabled: api !== null,
    refetchInterval: 15_000,
  });
  // The server is told first, while the token still works; offline, forgetting it here has to do.
  const signOut = async () => {
    await api?.signOut();
    await tryCall(bridge, 'connection.signOut');
    await navigate({ to: '/sign-in' });
  };
  // The journal gives unsent changes back to the new copy.
  const rebuild = async () => {
    await data.stop();
    await data.db.delete();
    window.location.reload();
  };
  const answer = health.data;
  const timersRanAt = answer?.ok ? answer.value.timersRanAt : null;
  const timersRan = useTimed((now) => (timersRanAt === null ? undefined : format.ago(timersRanAt, now)));
  const state =
    answer === undefined
      ? t('settings.server.asking')
      : answer.ok
        ? t(`settings.server.health.${answer.value.status}`)
        : errorText(t, format, answer.error);

  return (
    <>
      <Group title={t('settings.server.title')} hint={t('settings.server.hint')}>
        <Row label={t('settings.server.address')}>
          <code>{server ?? '—'}</code>
          <Button size="small" onPress={() => void navigate({ to: '/sign-in' })}>
            {t('settings.server.change')}
          </Button>
        </Row>
        <Row label={t('settings.server.state')} detail={answer && !answer.ok ? state : undefined}>
          <StatusDot tone={answer === undefined ? 'off' : answer.ok ? HEALTH_TONE[answer.value.status] : 'failed'} />
          {answer && !answer.ok ? t('settings.server.unreachable') : state}
        </Row>
        {answer?.ok && (
          <>
            <Row label={t('settings.server.version')}>{answer.value.version}</Row>
            {timersRan !== undefined && (
              <Row label={t('settings.server.timers')} detail={t('settings.server.timersWhy')}>
                {timersRan}
              </Row>
            )}
          </>
        )}
        <Row label={t('settings.server.session')} detail={tokenInMemoryOnly ? t('statusLine.memoryTokenWhy') : kept}>
          {token === undefined ? (
            <Button size="small" variant="primary" onPress={() => void navigate({ to: '/sign-in' })}>
              {t('signIn.signIn')}
            </Button>
          ) : (
            <Button size="small" onPress={() => void signOut()}>
              {t('settings.server.signOut')}
            </Button>
          )}
        </Row>
      </Group>
      <LocalCopyGroup status={status} onSyncNow={data.syncNow} onRebuild={() => void rebuild()} />
    </>
  );
}
