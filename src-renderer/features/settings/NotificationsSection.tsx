import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../platform/preferences.ts';
import { Switch } from '../../ui/Switch.tsx';
import { Group, Row } from './Group.tsx';
import { NotificationTest } from './NotificationTest.tsx';
import { QuietHours } from './QuietHours.tsx';

export function NotificationsSection() {
  const { t } = useTranslation();
  const [preferences, set] = usePreferences();
  return (
    <>
      <NotificationTest />
      <Group title={t('settings.notifications.title')} hint={t('settings.notifications.hint')}>
        <Row label={t('settings.notifications.sound')} detail={t('settings.notifications.soundHint')}>
          <Switch
            aria-label={t('settings.notifications.sound')}
            isSelected={preferences.sound}
            onChange={(sound) => void set({ sound })}
          />
        </Row>
        <QuietHours hours={preferences.quietHours} onChange={(quietHours) => void set({ quietHours })} />
        <Row label={t('settings.notifications.login')} detail={t('settings.notifications.loginHint')}>
          <Switch
            aria-label={t('settings.notifications.login')}
            isSelected={preferences.startAtLogin}
            onChange={(startAtLogin) => void set({ startAtLogin })}
          />
        </Row>
      </Group>
    </>
  );
}
