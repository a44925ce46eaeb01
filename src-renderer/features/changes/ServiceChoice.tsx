import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { FilterChip } from '../../ui/FilterChip.tsx';
import styles from './Changes.module.css';

interface Props {
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  directory: Directory;
  hint: string;
}

/** Some of the services; none is an answer too, and `hint` says which. */
export function ServiceChoice({ chosen, onChange, directory, hint }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.services}>
      <FilterChip
        label={t('changes.field.services')}
        removeLabel={t('changes.clear')}
        options={directory.services.map(({ id, doc }) => ({ id, label: doc.name }))}
        chosen={chosen}
        onChange={onChange}
        summary={(labels) => labels.join(', ')}
      />
      {chosen.length === 0 && <span className={styles.faint}>{hint}</span>}
    </div>
  );
}
