import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../../../ui/Select.tsx';
import styles from '../Changes.module.css';
import { Ask } from './Ask.tsx';

/** As many are offered. */
export const MOST_CHOICES = 200;

interface Choice {
  id: string;
  label: string;
  before?: ReactNode;
}

interface ChooseProps {
  what: 'incident' | 'run' | 'change';
  choices: readonly Choice[];
  onClose(): void;
  onChoose(id: string): Promise<boolean>;
}

/** One of several to be linked: those that fit best come first. */
export function Choose({ what, choices, onClose, onChoose }: ChooseProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  return (
    <Ask
      title={t(`changes.ask.link.${what}`)}
      confirm={t('changes.act.link')}
      isEmpty={choices.length === 0}
      onClose={onClose}
      onConfirm={() => {
        setTried(true);
        if (chosen === null) return;
        onClose();
        void onChoose(chosen);
      }}
    >
      {choices.length === 0 ? (
        <p className={styles.dim}>{t(`changes.ask.linkNone.${what}`)}</p>
      ) : (
        <Select
          label={t(`changes.ask.linkField.${what}`)}
          value={chosen}
          onChange={setChosen}
          placeholder={t('changes.ask.linkChoose')}
          options={choices}
          autoFocus
          error={tried && chosen === null ? t('changes.ask.linkChoose') : undefined}
        />
      )}
    </Ask>
  );
}
