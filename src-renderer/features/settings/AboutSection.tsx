import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { Group, Row } from './Group.tsx';

export function AboutSection() {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const { info } = useMachine();
  return (
    <Group
      title={t('settings.about.title')}
      hint={t('settings.about.hint')}
      action={
        <Button size="small" onPress={() => void navigate({ to: '/settings/diagnostics' })}>
          {t('settings.about.diagnostics')}
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
