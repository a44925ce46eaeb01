import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../platform/format.ts';
import { saveFile } from '../../platform/save-file.ts';
import { useCopy } from '../../platform/use-copy.ts';
import { Button } from '../../ui/Button.tsx';
import { CodeBlock } from '../../ui/CodeBlock.tsx';
import { Switch } from '../../ui/Switch.tsx';
import styles from './BundleGroup.module.css';
import { type BundleFacts, bundleText, PARTS, type Part, USUAL_PARTS } from './bundle.ts';
import { Group } from './Group.tsx';

/** The file for whoever helps: chosen part by part, read before it is saved, and saved as it was read. */
export function BundleGroup({ facts }: { facts: BundleFacts }) {
  const { t } = useTranslation();
  const format = useFormat();
  const copy = useCopy();
  const [parts, setParts] = useState<readonly Part[]>(USUAL_PARTS);
  /** What is being read: it stands still until the choice changes or it is made anew. */
  const [shown, setShown] = useState<BundleFacts>();
  const text = shown && bundleText(shown, parts);
  const choose = (part: Part, wanted: boolean) =>
    setParts(PARTS.filter((one) => (one === part ? wanted : parts.includes(one))));

  return (
    <Group title={t('settings.bundle.title')} hint={t('settings.bundle.hint')}>
      <div className={styles.parts}>
        {PARTS.map((part) => (
          <Switch
            key={part}
            label={t(`settings.bundle.part.${part}`)}
            hint={part === 'words' ? t('settings.bundle.wordsWhy') : undefined}
            isSelected={parts.includes(part)}
            onChange={(wanted) => choose(part, wanted)}
          />
        ))}
      </div>
      <div className={styles.actions}>
        <Button
          size="small"
          variant={text === undefined ? 'primary' : 'plain'}
          isDisabled={parts.length === 0}
          onPress={() => setShown(facts)}
        >
          {text === undefined ? t('settings.bundle.preview') : t('settings.bundle.again')}
        </Button>
        {text !== undefined && shown && (
          <>
            <Button
              size="small"
              variant="primary"
              onPress={() => saveFile(`vigie-${format.fileStamp(shown.laptop.now)}.txt`, 'text/plain', text)}
            >
              {t('settings.bundle.save')}
            </Button>
            <Button size="small" onPress={() => void copy(text, t('settings.bundle.copied'))}>
              {t('settings.bundle.copy')}
            </Button>
            <span className={styles.size}>{t('settings.bundle.lines', { count: text.split('\n').length })}</span>
          </>
        )}
      </div>
      {text !== undefined && (
        <div className={styles.preview}>
          <CodeBlock label={t('settings.bundle.previewLabel')}>{text}</CodeBlock>
        </div>
      )}
    </Group>
  );
}
