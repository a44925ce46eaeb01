import { Outlet, useLocation } from '@tanstack/react-router';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { Covers } from './Covers.tsx';
import { FirstSync } from './FirstSync.tsx';
import { Header } from './Header.tsx';
import styles from './Shell.module.css';
import { Sidebar } from './Sidebar.tsx';
import { StatusLine } from './StatusLine.tsx';
import { Toasts } from './Toasts.tsx';
import { useCopyState } from './use-copy-state.ts';

/** What stands around every page. Only an empty copy keeps a page from showing. */
export function Shell() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const copy = useCopyState();
  const showsSettings = pathname.startsWith('/settings');
  return (
    <div className={styles.shell}>
      <Button className={styles.skip} onPress={() => document.getElementById('content')?.focus()}>
        {t('app.skip')}
      </Button>
      <Sidebar />
      <div className={styles.main}>
        <Header />
        <main className={styles.content} id="content" tabIndex={-1}>
          {copy === 'empty' && !showsSettings ? <FirstSync /> : copy === 'reading' ? null : <Outlet />}
        </main>
      </div>
      <StatusLine />
      <Covers />
      <Toasts />
    </div>
  );
}
