import { Link, useRouter } from '@tanstack/react-router';
import Search from 'lucide-react/icons/search';
import { useContext, useEffect, useRef } from 'react';
import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { displayKeys } from '../../platform/keys.ts';
import { useMachine } from '../../platform/machine.ts';
import { PageHeadingContext } from '../../platform/page-heading.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import styles from './Shell.module.css';

/** The page's name and the field that opens the palette. On another page the title takes the focus, and is read out. */
export function Header() {
  const { t } = useTranslation();
  const router = useRouter();
  const runner = useCommandRunner();
  const { info } = useMachine();
  const store = useContext(PageHeadingContext);
  if (!store) throw new Error('Header outside PageHeadingContext');
  const heading = useStore(store, (state) => state.heading);
  const title = useRef<HTMLHeadingElement>(null);
  const name = heading?.title ?? t('app.name');

  useEffect(() => {
    document.title = `${name} · ${t('app.name')}`;
  }, [name, t]);
  useEffect(
    () =>
      router.subscribe('onRendered', ({ pathChanged }) => {
        if (!pathChanged) return;
        // A page that focuses something of its own (the list, a field) has done so by the next frame.
        requestAnimationFrame(() => {
          const holder = document.activeElement;
          if (holder === document.body || holder?.closest('nav')) title.current?.focus();
        });
      }),
    [router],
  );

  return (
    <header className={styles.header}>
      {heading?.parent && (
        <Link to={heading.parent.path} className={styles.parent}>
          {heading.parent.label} ›
        </Link>
      )}
      <h1 className={styles.title} ref={title} tabIndex={-1}>
        {name}
      </h1>
      {heading?.note && <span className={styles.note}>{heading.note}</span>}
      <Button className={styles.find} onPress={() => runner.run('app.palette')}>
        <Search size={14} strokeWidth={1.6} aria-hidden />
        {t('palette.field')}
        <Kbd>{displayKeys('Mod+K', info.platform)[0]}</Kbd>
      </Button>
    </header>
  );
}
