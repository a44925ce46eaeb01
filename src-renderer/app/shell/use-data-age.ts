import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';

/** What the copy is worth, in words, and the state of its dot. */
export function useDataAge(): { text: string; state: 'live' | 'silent' | 'busy' | 'off' } {
  const { t } = useTranslation();
  const format = useFormat();
  const { phase, dataAt, silentSince, snapshot } = useSyncStatus();
  const of =
    dataAt === null ? t('statusLine.noCopy') : t('statusLine.dataOf', { time: format.timeWithSeconds(dataAt) });
  if (snapshot) {
    const { done, total } = snapshot;
    const text = t('statusLine.copying', { done: format.number(done), total: format.number(total) });
    return { text, state: 'busy' };
  }
  if (silentSince !== null) {
    return { text: `${t('statusLine.silent', { time: format.time(silentSince) })} · ${of}`, state: 'silent' };
  }
  if (phase === 'paused' || phase === 'signedOut' || phase === 'stopped') {
    return { text: `${t('statusLine.paused')} · ${of}`, state: 'off' };
  }
  if (phase === 'live' && dataAt !== null) {
    return { text: t('statusLine.upToDate', { time: format.timeWithSeconds(dataAt) }), state: 'live' };
  }
  if (phase === 'retrying') return { text: `${t('statusLine.reconnecting')} · ${of}`, state: 'busy' };
  return { text: dataAt === null ? t('statusLine.syncing') : `${t('statusLine.syncing')} · ${of}`, state: 'busy' };
}
