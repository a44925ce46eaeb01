import { useTranslation } from 'react-i18next';
import { usePreferences } from '../../platform/preferences.ts';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { Group, Row } from './Group.tsx';

export function AppearanceSection() {
  const { t } = useTranslation();
  const [preferences, set] = usePreferences();
  return (
    <Group title={t('settings.appearance.title')} hint={t('settings.appearance.hint')}>
      <Row label={t('settings.appearance.language')}>
        <SegmentedControl
          label={t('settings.appearance.language')}
          value={preferences.language}
          options={[
            { id: 'system', label: t('settings.appearance.system') },
            { id: 'fr', label: 'Français' },
            { id: 'en', label: 'English' },
          ]}
          onChange={(language) => void set({ language })}
        />
      </Row>
      <Row label={t('settings.appearance.theme')}>
        <SegmentedControl
          label={t('settings.appearance.theme')}
          value={preferences.theme}
          options={[
            { id: 'system', label: t('settings.appearance.system') },
            { id: 'light', label: t('settings.appearance.light') },
            { id: 'dark', label: t('settings.appearance.dark') },
          ]}
          onChange={(theme) => void set({ theme })}
        />
      </Row>
      <Row label={t('settings.appearance.contrast')} detail={t('settings.appearance.contrastHint')}>
        <SegmentedControl
          label={t('settings.appearance.contrast')}
          value={preferences.contrast}
          options={[
            { id: 'system', label: t('settings.appearance.system') },
            { id: 'normal', label: t('settings.appearance.normal') },
            { id: 'high', label: t('settings.appearance.high') },
          ]}
          onChange={(contrast) => void set({ contrast })}
        />
      </Row>
      <Row label={t('settings.appearance.motion')} detail={t('settings.appearance.motionHint')} />
    </Group>
  );
}
