import { useTranslation } from 'react-i18next';
import { BundleGroup } from './BundleGroup.tsx';
import { ChecksGroup } from './ChecksGroup.tsx';
import { Group, Row } from './Group.tsx';
import { NotificationTest } from './NotificationTest.tsx';
import { useBundleFacts } from './use-bundle-facts.ts';

/** How this laptop stands, and what to hand to whoever helps. */
export function DiagnosticsSection() {
  const { t } = useTranslation();
  const { facts, look } = useBundleFacts();
  if (!facts) {
    return (
      <Group title={t('settings.diagnostics.title')} hint={t('settings.diagnostics.hint')}>
        <Row label={t('settings.diagnostics.looking')} />
      </Group>
    );
  }
  return (
    <>
      <ChecksGroup checks={facts.checks} now={facts.laptop.now} onLook={look} />
      <NotificationTest />
      <BundleGroup facts={facts} />
    </>
  );
}
