import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IntakeKeyRequest, KeySource, NewIntakeKey } from '../../../src-shared/contract/http.ts';
import { useList } from '../../data/hooks.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useServerApi } from '../../platform/server-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './NewKey.module.css';
import { SOURCES } from './sender-config.ts';

export function NewKeyForm({ onMade }: { onMade(key: NewIntakeKey): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const api = useServerApi();
  const [name, setName] = useState('');
  const [source, setSource] = useState<KeySource>('alertmanager');
  const mappings = useList('mapping') ?? [];
  const [chosen, setChosen] = useState<string>();
  const mapping = source === 'custom' ? (chosen ?? mappings[0]?.id) : undefined;
  const [wrong, setWrong] = useState<string>();
  const create = useMutation({
    mutationFn: async (wanted: IntakeKeyRequest) => api?.createIntakeKey(wanted),
    onSuccess: (answer) => {
      if (!answer) return;
      if (!answer.ok) return setWrong(errorText(t, format, answer.error));
      setName('');
      onMade(answer.value);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return setWrong(t('settings.keys.nameNeeded'));
    if (source === 'custom' && mapping === undefined) return setWrong(t('settings.keys.mappingNeeded'));
    setWrong(undefined);
    create.mutate({ name: name.trim(), source, ...(mapping === undefined ? {} : { mapping }) });
  };
  return (
    <form
      className={styles.form}
      data-custom={(source === 'custom' && mappings.length > 0) || undefined}
      onSubmit={submit}
      noValidate
    >
      <TextField
        label={t('settings.keys.name')}
        placeholder={t('settings.keys.namePlaceholder')}
        value={name}
        onChange={setName}
        error={wrong}
      />
      <Select
        label={t('settings.keys.source')}
        options={SOURCES.map((one) => ({ id: one, label: t(`settings.keys.sources.${one}`) }))}
        value={source}
        onChange={(id) => setSource(id)}
      />
      {source === 'custom' && mappings.length > 0 && (
        <Select
          label={t('settings.keys.mapping')}
          options={mappings.map(({ id, doc }) => ({ id, label: doc.name }))}
          value={mapping ?? null}
          onChange={setChosen}
        />
      )}
      <Button type="submit" isDisabled={create.isPending}>
        {t('settings.keys.make')}
      </Button>
    </form>
  );
}
