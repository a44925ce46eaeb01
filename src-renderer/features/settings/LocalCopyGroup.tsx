import { useTranslation } from 'react-i18next';
import type { DataStatus } from '../../data/data.ts';
import { useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Group, Row } from './Group.tsx';
import { SureButton } from './SureButton.tsx';

export interface LocalCopyGroupProps {
  status: DataStatus;
  onSyncNow(): void;
  onRebuild(): void;
}

/** What this laptop holds, how old it is, and how to take it anew. */
export function LocalCopyGroup({ status, onSyncNow, onRebuild }: LocalCopyGroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const offset = Math.round(Math.abs(status.clockOffset) / 1_000) * 1_000;
  return (
    <Group title={t('settings.copy.title')} hint={t('settings.copy.hint')}>
      <Row label={t('settings.copy.age')}>
        <span>{status.dataAt === null ? t('statusLine.noCopy') : format.full(status.dataAt)}</span>
        <Button size="small" onPress={onSyncNow}>
          {t('settings.copy.sync')}
        </Button>
      </Row>
      <Row label={t('settings.copy.pending')} detail={t('settings.copy.pendingWhy')}>
        {format.number(status.pending)}
      </Row>
      <Row label={t('settings.copy.clock')} detail={t('settings.copy.clockWhy')}>
        {offset === 0 ? t('settings.copy.clockRight') : format.duration(offset)}
      </Row>
      <Row label={t('settings.copy.rebuildLabel')} detail={t('settings.copy.rebuildWhy')}>
        <SureButton label={t('settings.copy.rebuild')} sure={t('settings.copy.rebuildSure')} onPress={onRebuild} />
      </Row>
    </Group>
  );
}
