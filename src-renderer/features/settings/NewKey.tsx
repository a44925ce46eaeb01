import { useTranslation } from 'react-i18next';
import type { NewIntakeKey } from '../../../src-shared/contract/http.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Group } from './Group.tsx';
import { SOURCES, senderConfig } from './sender-config.ts';

/** Shown once: the server keeps no more than a digest of the key. */
export function NewKey({ server, made }: { server: string; made: NewIntakeKey }) {
  const { t } = useTranslation();
  const copy = useCopy();
  const source = SOURCES.find((one) => one === made.source) ?? 'generic';
  const text = senderConfig(server, source, made.key);
  return (
    <Group
      title={t('settings.keys.paste', { name: made.name })}
      hint={t(source === 'alertmanager' ? 'settings.keys.pasteAlertmanager' : 'settings.keys.pasteGeneric')}
      action={
        <Button size="small" variant="primary" onPress={() => void copy(text, t('app.copied'))}>
          {t('review.copy')}
        </Button>
      }
    >
      <CodeBlock label={t('settings.keys.paste', { name: made.name })}>{text}</CodeBlock>
    </Group>
  );
}
