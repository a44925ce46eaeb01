import styles from './CodeBlock.module.css';

/** Text as it is, to be read and copied. */
export function CodeBlock({ children, label }: { children: string; label?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a block that scrolls must be reachable by keyboard (WCAG 2.1.1)
    <pre className={styles.code} tabIndex={0} {...(label && { role: 'region', 'aria-label': label })}>
      {children}
    </pre>
  );
}
