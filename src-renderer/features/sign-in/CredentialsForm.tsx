import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AppError, Result } from '../../../src-shared/contract/errors.ts';
import type { Bridge, Connection } from '../../../src-shared/contract/ipc.ts';
import { tryCall } from '../../platform/bridge.ts';
import { errorText } from '../../platform/error-text.ts';
import { useFormat } from '../../platform/format.ts';
import { useMachine } from '../../platform/machine.ts';
import { signIn } from '../../platform/server-api.ts';
import { pageReach } from '../../platform/unreachable.ts';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './SignInPage.module.css';

export interface CredentialsFormProps {
  server: string;
  onChangeServer(): void;
  onSignedIn(): void;
}

interface Credentials {
  user: string;
  password: string;
}

/** The token goes straight to main, which keeps it in the keyring; the page never stores it. */
async function signInHere(
  bridge: Bridge,
  server: string,
  credentials: Credentials,
): Promise<Result<Connection, AppError>> {
  const answer = await signIn(pageReach(bridge, window), server, { ...credentials, device: navigator.platform });
  return answer.ok ? tryCall(bridge, 'connection.set', { server, token: answer.value.token }) : answer;
}

export function CredentialsForm({ server, onChangeServer, onSignedIn }: CredentialsFormProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bridge, connection } = useMachine();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [wrong, setWrong] = useState<string>();
  const attempt = useMutation({
    mutationFn: (credentials: Credentials) => signInHere(bridge, server, credentials),
    onSuccess: (result) => {
      if (result.ok) {
        // Main's event says the same, but may come after the answer: the board would send back here.
        connection.setState(result.value, true);
        return onSignedIn();
      }
      const { error } = result;
      setWrong(error.code === 'unauthorized' ? t('error.badCredentials') : errorText(t, format, error));
      if (error.code === 'unauthorized') setPassword('');
    },
    onError: (failure) => setWrong(t('error.unexpected', { message: failure.message })),
  });

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (user.trim() === '' || password === '') return setWrong(t('signIn.bothNeeded'));
    setWrong(undefined);
    attempt.mutate({ user: user.trim(), password });
  };

  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <div className={styles.server}>
        <span className={styles.address}>{server}</span>
        <Button variant="quiet" size="small" onPress={onChangeServer}>
          {t('signIn.changeServer')}
        </Button>
      </div>
      <TextField label={t('signIn.user')} value={user} onChange={setUser} autoComplete="username" autoFocus />
      <TextField
        label={t('signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      {wrong !== undefined && (
        <p className={styles.wrong} role="alert">
          {wrong}
        </p>
      )}
      <Button type="submit" variant="primary" isDisabled={attempt.isPending}>
        {attempt.isPending ? t('signIn.signingIn') : t('signIn.signIn')}
      </Button>
      <p className={styles.hint}>{t('signIn.noAccount')}</p>
    </form>
  );
}
