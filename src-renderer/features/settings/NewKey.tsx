import { useTranslation } from 'react-i18next';
import { useMachine } from '../../platform/machine.ts';
import { useNotices } from '../../platform/notices.ts';
import type { NewIntakeKey } from '../../platform/server-api.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Group } from './Group.tsx';
import { SOURCES, senderConfig } from './sender-config.ts';

/** Shown once: the server keeps no more than a digest of the key. */
export function NewKey({ server, made }: { server: string; made: NewIntakeKey }) {
  const { t } = useTranslation();
  const { bridge } = useMachine();
  const notices = useNotices();
  const source = SOURCES.find((one) => one === made.source) ?? 'generic';
  const text = senderConfig(server, source, made.key);
  const copy = async () => {
    await bridge.call('app.copy', { text });
    notices.tell({ tone: 'done', text: t('app.copied') });
  };
  return (
    <Group
      title={t('settings.keys.paste', { name: made.name })}
      hint={t(source === 'alertmanager' ? 'settings.keys.pasteAlertmanager' : 'settings.keys.pasteGeneric')}
      action={
        <Button size="small" variant="primary" onPress={() => void copy()}>
          {t('review.copy')}
        </Button>
      }
    >
      <CodeBlock label={t('settings.keys.paste', { name: made.name })}>{text}</CodeBlock>
    </Group>
  );
}
