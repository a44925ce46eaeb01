import WifiOff from 'lucide-react/icons/wifi-off';
import { useTranslation } from 'react-i18next';
import { useAsOf } from '../../data/as-of.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { Callout } from '../../ui/Callout.tsx';

/** That what is shown is of then: pings go to the server, and this laptop has not heard of it since. */
export function Stale() {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { staleSince } = useAsOf();
  if (staleSince === undefined) return null;
  return (
    <Callout tone="warn" icon={<WifiOff size={14} strokeWidth={1.8} />}>
      {t('heartbeats.stale', { time: format.moment(staleSince, now) })}
    </Callout>
  );
}
