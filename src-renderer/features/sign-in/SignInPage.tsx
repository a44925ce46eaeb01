import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../data/hooks.ts';
import { useConnection } from '../../platform/machine.ts';
import { Button } from '../../ui/Button.tsx';
import { Mark } from '../../ui/Mark.tsx';
import { CredentialsForm } from './CredentialsForm.tsx';
import { ServerForm } from './ServerForm.tsx';
import styles from './SignInPage.module.css';

/** First the server, then the person: naming another server brings another page with another policy. */
export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const connection = useConnection();
  const me = useMe();
  const { server, token } = connection;
  const [changing, setChanging] = useState(false);
  const asking = changing || server === undefined;
  useEffect(() => {
    document.title = `${t('place.signIn')} · ${t('app.name')}`;
  }, [t]);

  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <div className={styles.brand}>
          <Mark size={36} />
          <div>
            <h1 className={styles.name}>{t('app.name')}</h1>
            <p className={styles.tagline}>{asking ? t('signIn.join') : t('signIn.who')}</p>
          </div>
        </div>
        {asking ? (
          <ServerForm
            current={server}
            onNamed={() => setChanging(false)}
            onCancel={server === undefined ? undefined : () => setChanging(false)}
          />
        ) : (
          <CredentialsForm
            server={server}
            onChangeServer={() => setChanging(true)}
            onSignedIn={() => void navigate({ to: '/board' })}
          />
        )}
        {(me !== null || token !== undefined) && (
          <Button variant="quiet" onPress={() => void navigate({ to: '/board' })}>
            {t('signIn.stayLocal')}
          </Button>
        )}
      </div>
    </main>
  );
}
