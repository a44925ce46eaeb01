import { useTranslation } from 'react-i18next';
import type { BackupLine } from '../../../src-shared/backup/register.ts';
import type { Directory } from '../../data/directory.ts';
import { actorWithin } from '../../data/entry-words.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { StateMark } from '../../ui/StateMark.tsx';
import { TimeChart } from '../../ui/TimeChart.tsx';
import styles from './BackupPage.module.css';
import tables from './Backups.module.css';

/** Drawn, and listed: the rest says nothing more. */
const DRAWN = 60;
const LISTED = 12;

interface Props {
  line: BackupLine;
  directory: Directory;
}

/** How large a backup was over time, and the last that is known of it. */
export function BackupHistory({ line: { doc, history }, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const { sizeAtLeast: least } = doc;
  const isSmall = (size: number | undefined) => size !== undefined && least !== undefined && size < least;
  const drawn = history
    .filter(({ outcome, size }) => outcome === 'failed' || size !== undefined)
    .slice(0, DRAWN)
    .reverse()
    .map(({ id, at, outcome, size }) => ({
      id,
      at,
      ...(outcome === 'ok' ? { value: size } : {}),
      tone: outcome === 'failed' || isSmall(size) ? ('failed' as const) : undefined,
      title: [
        format.moment(at, now),
        outcome === 'failed' ? t('backups.recorded.failed') : size !== undefined && format.bytes(size),
      ].join(' · '),
    }));
  const sizes = drawn.flatMap(({ value }) => value ?? []);
  const [first] = sizes;
  const last = sizes.at(-1);
  const limit =
    least === undefined ? undefined : { value: least, label: t('backups.leastSize', { least: format.bytes(least) }) };
  const sized = history.filter(({ outcome, size }) => outcome === 'ok' && size !== undefined);
  const listed = history.slice(0, LISTED);
  const isTimed = listed.some(({ took }) => took !== undefined);
  const count =
    listed.length < history.length
      ? t('backups.historyOf', { shown: format.number(listed.length), total: format.number(history.length) })
      : t('backups.historyCount', { count: history.length });
  /** By how much it is larger or smaller than the one before whose size is known. */
  const change = (id: string) => {
    const at = sized.findIndex((one) => one.id === id);
    const [after, before] = [sized[at]?.size, sized[at + 1]?.size];
    if (at < 0 || after === undefined || before === undefined || after === before) return undefined;
    return `${after > before ? '+' : '−'}${format.bytes(Math.abs(after - before))}`;
  };
  return (
    <section aria-label={t('backups.history')}>
      <SectionHeading note={history.length > 0 ? count : undefined}>{t('backups.history')}</SectionHeading>
      {history.length === 0 && <p className={tables.nothing}>{t('backups.noHistory')}</p>}
      {first !== undefined && last !== undefined && sizes.length > 1 && (
        <div className={styles.chart}>
          <TimeChart
            points={drawn}
            limit={limit}
            label={[t('backups.sizes', { count: sizes.length, first: format.bytes(first) }), limit?.label]
              .filter(Boolean)
              .join(', ')}
            writeValue={format.bytes}
            writeTime={format.shortDate}
          />
        </div>
      )}
      {history.length > 0 && (
        <table className={tables.table} aria-label={t('backups.history')}>
          <thead>
            <tr>
              {['outcome', 'when', 'size', ...(isTimed ? ['took'] : []), 'told'].map((column) => (
                <th key={column} scope="col">
                  {t(`backups.historyColumn.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {listed.map(({ id, at, outcome, size, took, from, note }) => {
              const by = doc.entries.find((one) => one.id === id)?.by;
              return (
                <tr key={id} className={tables.row}>
                  <td>
                    <StateMark
                      {...(outcome === 'ok'
                        ? ({ shape: 'full', tone: 'ok' } as const)
                        : ({ shape: 'square', tone: 'failed' } as const))}
                    >
                      {t(`backups.recorded.${outcome}`)}
                    </StateMark>
                  </td>
                  <th scope="row" className={tables.when} title={format.full(at)}>
                    {format.moment(at, now)}
                  </th>
                  <td className={styles.size}>
                    <span data-small={(outcome === 'ok' && isSmall(size)) || undefined}>
                      {size === undefined ? '—' : format.bytes(size)}
                    </span>
                    <span className={styles.change}>{change(id)}</span>
                  </td>
                  {isTimed && <td className={tables.when}>{took === undefined ? '—' : format.duration(took)}</td>}
                  <td className={tables.said}>
                    {from === 'ping'
                      ? t('backups.byJob')
                      : by
                        ? t('backups.notedBy', { who: actorWithin(by, { t, directory }) })
                        : t('backups.byHand')}
                    {note && (
                      <span className={styles.note} dir="auto">
                        {note}
                      </span>
                    )}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}
