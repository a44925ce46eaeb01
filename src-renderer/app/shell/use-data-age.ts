import { useTranslation } from 'react-i18next';
import { useSyncStatus } from '../../data/hooks.ts';
import { errorText, problemWords } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import type { StatusDotProps } from '../../ui/StatusDot.tsx';

interface DataAge {
  text: string;
  tone: StatusDotProps['tone'];
  /** What keeps the copy from being kept in step, and what to do: a sentence. */
  detail?: string;
}

/** What the copy is worth, in words, and the tone of its dot. */
export function useDataAge(): DataAge {
  const { t } = useTranslation();
  const format = useFormat();
  const { phase, dataAt, silentSince, snapshot, problem } = useSyncStatus();
  const of =
    dataAt === null ? t('statusLine.noCopy') : t('statusLine.dataOf', { time: format.timeWithSeconds(dataAt) });
  if (phase === 'live' && silentSince === null && dataAt !== null) {
    return { text: t('statusLine.upToDate', { time: format.timeWithSeconds(dataAt) }), tone: 'ok' };
  }
  const why = problem && problemWords(t, problem);
  const detail = problem && why !== null ? errorText(t, format, problem) : undefined;
  const age = (state: string, tone: DataAge['tone']): DataAge => ({
    text: [state, why, of].filter(Boolean).join(' · '),
    tone,
    detail,
  });
  if (silentSince !== null) return age(t('statusLine.silent', { time: format.time(silentSince) }), 'warn');
  if (phase === 'paused' || phase === 'signedOut' || phase === 'stopped') return age(t('statusLine.paused'), 'off');
  if (snapshot && phase !== 'retrying') {
    const { done, total } = snapshot;
    const text = t('statusLine.copying', { done: format.number(done), total: format.number(total) });
    return { text, tone: 'busy' };
  }
  if (phase === 'retrying' || why) return age(t('statusLine.reconnecting'), 'busy');
  return { text: dataAt === null ? t('statusLine.syncing') : `${t('statusLine.syncing')} · ${of}`, tone: 'busy' };
}
