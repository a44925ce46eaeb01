import ChevronRight from 'lucide-react/icons/chevron-right';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackDifference } from '../../../src-shared/procedure/pack-diff.ts';
import { Button } from '../../ui/Button.tsx';
import { RowButton } from '../../ui/RowButton.tsx';
import { TextDiff } from '../../ui/TextDiff.tsx';
import { Row } from './Group.tsx';
import styles from './Pack.module.css';

interface Props {
  differences: readonly PackDifference[];
  isLead: boolean;
  onTake(difference: PackDifference): Promise<void>;
}

const ORDER = ['edited', 'update', 'new'] as const;

/** What differs between a pack and the records, each by line. */
export function PackDifferences({ differences, isLead, onTake }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const rows = ORDER.flatMap((state) => differences.filter((one) => one.state === state));
  if (rows.length === 0) return <Row label={t('settings.pack.same')} />;
  return (
    <ul>
      {rows.map((one) => {
        const key = `${one.collection}/${one.id}`;
        const isOpen = open === key;
        return (
          <li key={key} className={styles.item}>
            <div>
              <RowButton
                columns="16px minmax(0, 1fr) auto"
                isExpanded={isOpen}
                onPress={() => setOpen(isOpen ? undefined : key)}
              >
                <ChevronRight size={14} className={styles.chevron} data-open={isOpen || undefined} aria-hidden />
                <span>{one.title}</span>
                <span className={styles.state} data-state={one.state}>
                  {t(`settings.pack.state.${one.state}`)}
                </span>
              </RowButton>
            </div>
            {isOpen && (
              <div className={styles.detail}>
                {one.texts ? (
                  <TextDiff
                    before={one.texts.ours}
                    after={one.texts.pack}
                    label={t('settings.pack.difference', { title: one.title })}
                    skipped={(count) => t('settings.pack.skipped', { count })}
                    removed={t('settings.pack.ours')}
                    added={t('settings.pack.theirs')}
                    same={t('settings.pack.sameText')}
                  />
                ) : (
                  <p className={styles.note}>{t('settings.pack.isNew')}</p>
                )}
                {one.state === 'edited' &&
                  (one.collection === 'procedure' ? (
                    <Button size="small" isDisabled={!isLead} onPress={() => void onTake(one)}>
                      {t('settings.pack.take')}
                    </Button>
                  ) : (
                    <p className={styles.note}>{t('settings.pack.byHand')}</p>
                  ))}
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
