import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { PRIORITIES } from '../../../../src-shared/model/priority.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import type { Directory } from '../../../data/directory.ts';
import { actorWithin } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { rowKeys } from '../../../platform/row-keys.ts';
import { PriorityBadge } from '../../../ui/PriorityBadge.tsx';
import { type Check, type CheckStatus, checkedOf } from './checklist.ts';
import { nameOf } from './export.ts';
import styles from './Monitoring.module.css';

interface Props {
  directory: Directory;
  steps: readonly Step[];
  /** By service. */
  checks: ReadonlyMap<string, readonly Check[]>;
  chosen: string;
  onChoose(service: string): void;
  /** Whether alerts were counted. */
  hasSeen: boolean;
}

/** A shape for each state: colour alone says nothing to some. */
const SIGNS: Readonly<Record<CheckStatus, string>> = { todo: '·', fresh: '✓', stale: '↻', skipped: '–', alive: '✓' };

/** What each service's monitoring has, and when somebody looked at it last. */
export function MonitoringTable({ directory, steps, checks, chosen, onChoose, hasSeen }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => {
    table.current?.querySelector<HTMLElement>('[data-main]')?.focus({ preventScroll: true });
  }, []);
  const wordsOf = (check: Check) =>
    [
      nameOf(check, t),
      check.status === 'alive' && check.priority
        ? t('changes.monitoring.seen', { count: check.seen, priority: check.priority })
        : t(`changes.monitoring.${check.status}`),
      check.last &&
        t('changes.monitoring.looked', {
          by: actorWithin(check.last.by, { t, directory }),
          day: format.shortDate(check.last.at),
        }),
    ]
      .filter(Boolean)
      .join(', ');
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the buttons inside
    <div data-own-keys="j k" onKeyDown={rowKeys(() => false)}>
      <table ref={table} className={styles.table} aria-label={t('changes.monitoring.title')}>
        <thead>
          <tr>
            <th scope="col">{t('changes.monitoring.service')}</th>
            {steps.map((step, at) => (
              <th key={step.id} scope="col" title={plainText(step.text)} aria-label={plainText(step.text)}>
                {at + 1}
              </th>
            ))}
            {PRIORITIES.map((priority) => (
              <th key={priority} scope="col" title={t(`changes.monitoring.alert.${priority}`)}>
                <PriorityBadge priority={priority} />
              </th>
            ))}
            <th scope="col" className={styles.when}>
              {t('changes.monitoring.lookedAt')}
            </th>
          </tr>
        </thead>
        <tbody>
          {directory.services.map(({ id, doc }) => {
            const mine = checks.get(id) ?? [];
            const { done, total, stale, last } = checkedOf(mine);
            return (
              <tr key={id} data-row={id} data-chosen={id === chosen || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={styles.service}
                    data-main
                    aria-pressed={id === chosen}
                    onClick={() => onChoose(id)}
                  >
                    {doc.name}
                    <span className={styles.count}>{t('changes.monitoring.progress', { done, total })}</span>
                  </button>
                </th>
                {mine.map((check) => (
                  <td key={check.id} data-what={check.status} title={wordsOf(check)}>
                    {(hasSeen || !check.priority) && (
                      <span role="img" aria-label={wordsOf(check)}>
                        {check.status === 'alive' ? check.seen : SIGNS[check.status]}
                      </span>
                    )}
                  </td>
                ))}
                <td className={styles.when} data-stale={stale > 0 || undefined}>
                  {stale > 0
                    ? t('changes.monitoring.staleCount', { count: stale })
                    : last
                      ? format.shortDate(last.at)
                      : t('changes.monitoring.neverShort')}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
