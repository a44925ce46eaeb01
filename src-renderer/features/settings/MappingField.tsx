import Plus from 'lucide-react/icons/plus';
import X from 'lucide-react/icons/x';
import { useTranslation } from 'react-i18next';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Mapping.module.css';
import { type Field, isTabled, type MappingDraft, type Meaning, STATUSES, type TabledField } from './mapping-edit.ts';

export interface MappingFieldProps {
  field: Field;
  draft: MappingDraft;
  /** The next place that is picked becomes this field. */
  isActive: boolean;
  isDisabled: boolean;
  error: string | undefined;
  onActive(): void;
  onChange(draft: MappingDraft): void;
}

export function MappingField({ field, draft, isActive, isDisabled, error, onActive, onChange }: MappingFieldProps) {
  const { t } = useTranslation();
  const line = draft.fields[field];
  return (
    <div className={styles.field} data-active={isActive || undefined}>
      <TextField
        label={t(`settings.senders.field.${field}`)}
        value={line}
        onChange={(text) => onChange({ ...draft, fields: { ...draft.fields, [field]: text } })}
        onFocus={onActive}
        isDisabled={isDisabled}
        error={error}
        placeholder={t(`settings.senders.absent.${field}`)}
        spellCheck="false"
        autoComplete="off"
      />
      {isTabled(field) && line.trim() !== '' && !line.trim().startsWith('=') && !line.trim().startsWith('{"') && (
        <Meanings field={field} draft={draft} isDisabled={isDisabled} onChange={onChange} />
      )}
    </div>
  );
}

/** What each value means. */
function Meanings(props: {
  field: TabledField;
  draft: MappingDraft;
  isDisabled: boolean;
  onChange(draft: MappingDraft): void;
}) {
  const { field, draft, isDisabled, onChange } = props;
  const { t } = useTranslation();
  const rows = draft.tables[field];
  const set = (next: Meaning[]) => onChange({ ...draft, tables: { ...draft.tables, [field]: next } });
  const words = (means: string) => (field === 'priority' ? means : t(`settings.senders.means.${means}`));
  const known: readonly string[] = field === 'status' ? STATUSES : PRIORITIES;
  const options = known.map((one) => ({ id: one, label: words(one) }));
  const rest = { id: 'none', label: t(`settings.senders.others.${field}`) };
  const name = t(`settings.senders.field.${field}`);
  return (
    <div className={styles.meanings}>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity than their place
        <div className={styles.meaning} key={index}>
          <TextField
            aria-label={t('settings.senders.valueOf', { name, place: index + 1 })}
            value={row.value}
            isDisabled={isDisabled}
            onChange={(value) => set(rows.map((one, at) => (at === index ? { ...one, value } : one)))}
            spellCheck="false"
          />
          <Select
            aria-label={t('settings.senders.meaningOf', { value: row.value })}
            options={options}
            value={row.means === '' ? null : row.means}
            placeholder={t('settings.senders.unsaid')}
            isDisabled={isDisabled}
            onChange={(means) => set(rows.map((one, at) => (at === index ? { ...one, means } : one)))}
          />
          <IconButton
            label={t('settings.senders.removeValue')}
            isDisabled={isDisabled}
            onPress={() => set(rows.filter((_, at) => at !== index))}
            icon={<X size={14} aria-hidden />}
          />
        </div>
      ))}
      <div className={styles.meaning}>
        <span className={styles.hint}>{t('settings.senders.otherValues')}</span>
        <Select
          aria-label={`${name}, ${t('settings.senders.otherValues')}`}
          options={[rest, ...options]}
          value={draft.others[field] === '' ? rest.id : draft.others[field]}
          isDisabled={isDisabled}
          onChange={(means) =>
            onChange({ ...draft, others: { ...draft.others, [field]: means === rest.id ? '' : means } })
          }
        />
        <IconButton
          label={t('settings.senders.addValue')}
          isDisabled={isDisabled}
          onPress={() => set([...rows, { value: '', means: '' }])}
          icon={<Plus size={14} aria-hidden />}
        />
      </div>
    </div>
  );
}
