import { useTranslation } from 'react-i18next';
import { isoInstant } from '../../../src-shared/time/clock.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useSyncStatus } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { useConnection, useMachine } from '../../platform/machine.ts';
import { usePreferences } from '../../platform/preferences.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { diagnostics } from './diagnostics.ts';
import { Group, Row } from './Group.tsx';

export function AboutSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge, info } = useMachine();
  const { server } = useConnection();
  const [preferences] = usePreferences();
  const status = useSyncStatus();
  const data = useData();
  const copy = useCopy();

  const copyDiagnostics = async () => {
    const receipts = await bridge.call('alarms.receipts');
    const text = diagnostics({
      info,
      server,
      preferences,
      status,
      zone: format.zone,
      receipts,
      at: isoInstant(data.now()),
    });
    await copy(text, t('settings.about.copied'));
  };

  return (
    <Group
      title={t('settings.about.title')}
      hint={t('settings.about.hint')}
      action={
        <Button size="small" onPress={() => void copyDiagnostics()}>
          {t('settings.about.copy')}
        </Button>
      }
    >
      <Row label="Vigie">{info.version}</Row>
      <Row label="Electron">{info.electron}</Row>
      <Row label="Chromium">{info.chrome}</Row>
      <Row label="Node">{info.node}</Row>
      <Row label={t('settings.about.system')}>{info.platform}</Row>
      <Row label={t('settings.about.zone')}>{format.zone}</Row>
    </Group>
  );
}
