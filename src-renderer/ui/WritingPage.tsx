import type { ReactNode, Ref } from 'react';
import styles from './WritingPage.module.css';

/** What of a text is in sight. */
export type Shown = 'both' | 'text' | 'preview';

interface Props {
  ref?: Ref<HTMLElement>;
  label: string;
  shown: Shown;
  bar: ReactNode;
  /** `NoticeBar`s. */
  notices: ReactNode;
  /** A text field; left out where there is nothing to write. */
  title?: ReactNode;
  text?: ReactNode;
  previewLabel: string;
  preview: ReactNode;
  aside?: ReactNode;
  asideLabel?: string;
  foot?: ReactNode;
}

/** A text and how it will read, side by side over the whole height: each part scrolls by itself. */
export function WritingPage(props: Props) {
  const { ref, label, shown, bar, notices, title, text, previewLabel, preview, aside, asideLabel, foot } = props;
  return (
    <section ref={ref} className={styles.page} data-shown={shown} aria-label={label}>
      <div className={styles.bar}>{bar}</div>
      <div className={styles.notices}>{notices}</div>
      {title && <div className={styles.title}>{title}</div>}
      {text && <div className={styles.text}>{text}</div>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard */}
      <section className={styles.preview} aria-label={previewLabel} tabIndex={0}>
        {preview}
      </section>
      {aside && (
        <aside className={styles.aside} aria-label={asideLabel}>
          {aside}
        </aside>
      )}
      {foot && <footer className={styles.foot}>{foot}</footer>}
    </section>
  );
}
