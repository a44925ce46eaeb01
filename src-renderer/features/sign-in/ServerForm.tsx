import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tryCall } from '../../platform/bridge.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './SignInPage.module.css';
import { serverAddress } from './server-address.ts';

export interface ServerFormProps {
  current: string | undefined;
  /** The same server was named again; another one brings a new page instead. */
  onNamed(): void;
  onCancel?: () => void;
}

/** « Rejoindre un serveur » */
export function ServerForm({ current, onNamed, onCancel }: ServerFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge } = useMachine();
  const [text, setText] = useState(current ?? '');
  const [wrong, setWrong] = useState<string>();
  const name = useMutation({
    mutationFn: (server: string) => tryCall(bridge, 'connection.set', { server }),
    onSuccess: (result) => {
      if (result.ok) onNamed();
      else setWrong(errorText(t, format, result.error));
    },
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const address = serverAddress(text);
    if (!address.ok) return setWrong(t(`signIn.${address.why}`));
    setWrong(undefined);
    name.mutate(address.origin);
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <TextField
        label={t('signIn.server')}
        value={text}
        onChange={setText}
        hint={t('signIn.serverHint')}
        error={wrong}
        placeholder="https://vigie.example.org"
        autoFocus
        spellCheck="false"
      />
      <div className={styles.actions}>
        <Button type="submit" variant="primary" isDisabled={name.isPending}>
          {t('signIn.continue')}
        </Button>
        {onCancel && (
          <Button variant="quiet" onPress={onCancel}>
            {t('signIn.cancel')}
          </Button>
        )}
      </div>
    </form>
  );
}
