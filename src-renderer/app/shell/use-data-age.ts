import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import type { StatusDotProps } from '../../ui/StatusDot.tsx';

/** What the copy is worth, in words, and the tone of its dot. */
export function useDataAge(): { text: string; tone: StatusDotProps['tone'] } {
  const { t } = useTranslation();
  const format = useFormat();
  const { phase, dataAt, silentSince, snapshot } = useSyncStatus();
  const of =
    dataAt === null ? t('statusLine.noCopy') : t('statusLine.dataOf', { time: format.timeWithSeconds(dataAt) });
  if (snapshot) {
    const { done, total } = snapshot;
    const text = t('statusLine.copying', { done: format.number(done), total: format.number(total) });
    return { text, tone: 'busy' };
  }
  if (silentSince !== null) {
    return { text: `${t('statusLine.silent', { time: format.time(silentSince) })} · ${of}`, tone: 'warn' };
  }
  if (phase === 'paused' || phase === 'signedOut' || phase === 'stopped') {
    return { text: `${t('statusLine.paused')} · ${of}`, tone: 'off' };
  }
  if (phase === 'live' && dataAt !== null) {
    return { text: t('statusLine.upToDate', { time: format.timeWithSeconds(dataAt) }), tone: 'ok' };
  }
  if (phase === 'retrying') return { text: `${t('statusLine.reconnecting')} · ${of}`, tone: 'busy' };
  return { text: dataAt === null ? t('statusLine.syncing') : `${t('statusLine.syncing')} · ${of}`, tone: 'busy' };
}
