import { FileTile, type FileTileProps } from './FileTile.tsx';
import styles from './FileTiles.module.css';

/** Files side by side; nothing where there are none. */
export function FileTiles({ label, files }: { label: string; files: readonly (FileTileProps & { id: string })[] }) {
  if (files.length === 0) return null;
  return (
    <ul className={styles.list} aria-label={label}>
      {files.map(({ id, ...file }) => (
        <li key={id}>
          <FileTile {...file} />
        </li>
      ))}
    </ul>
  );
}
