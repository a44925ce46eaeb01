import type { ReactNode } from 'react';
import type { Tally } from '../../../../src-shared/maintenance/numbers.ts';
import { totalOf } from '../calendar/year-model.ts';
import styles from './Table.module.css';

export interface TableRow {
  id: string;
  name: string;
  values: readonly ReactNode[];
  /** Drawn as one bar in parts; the numbers beside say the same. */
  parts: Pick<Tally, 'done' | 'late' | 'missed'> & Partial<Tally>;
}

const PARTS = ['done', 'late', 'missed'] as const;

/** Numbers by name, each row with its bar. */
export function Table({
  label,
  nameOf,
  columns,
  rows,
}: {
  label: string;
  /** Heads the column of names. */
  nameOf: string;
  columns: readonly string[];
  rows: readonly TableRow[];
}) {
  return (
    <table className={styles.table} aria-label={label}>
      <thead>
        <tr>
          <th scope="col">{nameOf}</th>
          {columns.map((column) => (
            <th key={column} scope="col" className={styles.figure}>
              {column}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {rows.map(({ id, name, values, parts }) => {
          const total = totalOf({ skipped: 0, open: 0, ...parts });
          return (
            <tr key={id}>
              <th scope="row">{name}</th>
              {values.map((value, index) => (
                <td key={columns[index]} className={styles.figure}>
                  {value}
                </td>
              ))}
              <td className={styles.barCell} aria-hidden="true">
                <span className={styles.bar}>
                  {PARTS.map((part) => (
                    <span
                      key={part}
                      data-part={part}
                      style={{ inlineSize: `${total === 0 ? 0 : (parts[part] / total) * 100}%` }}
                    />
                  ))}
                </span>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
