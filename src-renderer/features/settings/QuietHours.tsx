import { useTranslation } from 'react-i18next';
import type { Preferences } from '../../../src-shared/contract/ipc.ts';
import { Switch } from '../../ui/Switch.tsx';
import { CellField } from './CellField.tsx';
import { Row } from './Group.tsx';
import { readClockTime } from './sla-edit.ts';

type Hours = Preferences['quietHours'];
const USUAL = { from: '22:00', to: '07:00' };

/** Do-not-disturb hours of every night. P0 and P1 pass through. */
export function QuietHours({ hours, onChange }: { hours: Hours; onChange(hours: Hours): void }) {
  const { t } = useTranslation();
  const read = (text: string) => {
    const value = readClockTime(text);
    return value === undefined
      ? { ok: false as const, why: 'settings.notifications.notATime' }
      : { ok: true as const, value };
  };
  return (
    <Row label={t('settings.notifications.quiet')} detail={t('settings.notifications.quietHint')}>
      {hours && (
        <>
          <CellField
            label={t('settings.notifications.quietFrom')}
            text={hours.from}
            read={read}
            onCommit={(from) => onChange({ ...hours, from })}
          />
          <span aria-hidden>–</span>
          <CellField
            label={t('settings.notifications.quietTo')}
            text={hours.to}
            read={read}
            onCommit={(to) => onChange({ ...hours, to })}
          />
        </>
      )}
      <Switch
        aria-label={t('settings.notifications.quiet')}
        isSelected={hours !== null}
        onChange={(on) => onChange(on ? USUAL : null)}
      />
    </Row>
  );
}
