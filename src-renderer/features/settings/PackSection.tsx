import { FileTrigger } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useDirectory } from '../../data/directory.ts';
import { Button } from '../../ui/Button.tsx';
import { Group, Row } from './Group.tsx';
import { LeadOnly } from './LeadOnly.tsx';
import styles from './Pack.module.css';
import { PackDifferences } from './PackDifferences.tsx';
import { usePacks } from './use-packs.ts';

/** Which written procedures the workspace has, what the team has made of them, and how another pack comes in. */
export function PackSection() {
  const { t } = useTranslation();
  const directory = useDirectory();
  const packs = usePacks();
  const { mark, shipped, opened, differences } = packs;
  if (!directory) return null;
  const isLead = directory.may('lead');
  const name = (language: string) =>
    language === 'en' ? t('settings.pack.language_en') : t('settings.pack.language_fr');
  const count = (state: string) => differences?.filter((one) => one.state === state).length ?? 0;
  const toLoad = count('new') + count('update');
  const choose = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file) void file.text().then((text) => packs.open({ name: file.name, text }));
  };
  return (
    <>
      {!isLead && <LeadOnly />}
      <Group title={t('settings.pack.title')} hint={t('settings.pack.hint')}>
        <Row
          label={mark ? `${mark.id} ${mark.version}` : t('settings.pack.none')}
          detail={mark ? name(mark.language) : t('settings.pack.noneWhy')}
        >
          {shipped && t('settings.pack.shipped', { version: shipped.version })}
        </Row>
        <Row label={t('settings.pack.languageTitle')} detail={t('settings.pack.languageWhy')} />
        <Row label={t('settings.pack.file')} detail={t('settings.pack.fileWhy')}>
          <FileTrigger acceptedFileTypes={['application/json', '.json']} onSelect={choose}>
            <Button size="small" isDisabled={!isLead}>
              {t('settings.pack.choose')}
            </Button>
          </FileTrigger>
        </Row>
        <Row label={t('settings.pack.export')} detail={t('settings.pack.exportWhy')}>
          <Button size="small" onPress={packs.exportAll}>
            {t('settings.pack.exportDo')}
          </Button>
        </Row>
        {packs.problems.length > 0 && (
          <div className={styles.problems} role="alert">
            <p>{t('settings.pack.bad')}</p>
            <ul>
              {packs.problems.slice(0, 10).map((line) => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          </div>
        )}
      </Group>
      <Group
        wide
        title={opened ? t('settings.pack.opened', { name: opened.name }) : t('settings.pack.differences')}
        hint={
          differences &&
          t('settings.pack.counts', {
            fresh: count('new'),
            update: count('update'),
            edited: count('edited'),
            same: count('same'),
          })
        }
        action={
          <div className={styles.acts}>
            {opened && (
              <Button size="small" variant="quiet" onPress={packs.close}>
                {t('settings.pack.close')}
              </Button>
            )}
            {toLoad > 0 && (
              <Button
                size="small"
                variant={opened ? 'primary' : 'plain'}
                isDisabled={!isLead || packs.isLoading}
                onPress={() => void packs.load()}
              >
                {t('settings.pack.load', { count: toLoad })}
              </Button>
            )}
          </div>
        }
      >
        {differences && <PackDifferences differences={differences} isLead={isLead} onTake={packs.take} />}
      </Group>
    </>
  );
}
