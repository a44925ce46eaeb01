import { useTranslation } from 'react-i18next';
import type { NewIntakeKey } from '../../../src-shared/contract/http.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Group } from './Group.tsx';
import { senderConfig, senderHelp } from './sender-config.ts';

/** Words for what no sender's own set-up describes. */
const HELP: Partial<Record<string, 'helpPagerduty' | 'helpHeartbeat'>> = {
  pagerduty: 'helpPagerduty',
  heartbeat: 'helpHeartbeat',
};

/** Shown once: the server keeps no more than a digest of the key. */
export function NewKey({ server, made }: { server: string; made: NewIntakeKey }) {
  const { t, i18n } = useTranslation();
  const copy = useCopy();
  const text = senderConfig(server, made.source, made.key);
  const help =
    senderHelp(server, made.source, made.key, i18n.language) ?? t(`settings.keys.${HELP[made.source] ?? 'helpCustom'}`);
  return (
    <Group
      title={t('settings.keys.paste', { name: made.name })}
      hint={`${help} ${t('settings.keys.onceOnly')}`}
      action={
        <Button size="small" variant="primary" onPress={() => void copy(text, t('app.copied'))}>
          {t('review.copy')}
        </Button>
      }
    >
      <CodeBlock label={made.name}>{text}</CodeBlock>
    </Group>
  );
}
