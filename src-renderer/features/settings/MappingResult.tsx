import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { NormalisedAlert } from '../../../src-shared/intake/normalised.ts';
import { PROCEDURES_PRIORITY_RULES, priorityOf } from '../../../src-shared/intake/priority.ts';
import { DEFAULT_PRIORITY_RULES } from '../../../src-shared/model/alert.ts';
import { useRecord } from '../../data/hooks.ts';
import { useFormat } from '../../platform/format.ts';
import { DefinitionList } from '../../ui/DefinitionList.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import styles from './Mapping.module.css';
import type { tryMapping } from './mapping-edit.ts';

/** As many as help to see whether it is right. */
const SHOWN = 3;

/** What the pasted payload becomes, at once. */
export function MappingResult(props: {
  tried: ReturnType<typeof tryMapping> | undefined;
  isEmpty: boolean;
  /** Why there is no mapping yet. */
  why: string | undefined;
  /** Whether that is a mistake, and not just what comes next. */
  isWrong: boolean;
}) {
  const { tried, isEmpty, why, isWrong } = props;
  const { t } = useTranslation();
  const id = useId();
  const alerts = tried?.ok ? tried.alerts : [];
  return (
    <section aria-labelledby={id}>
      <div className={styles.sideHead}>
        <h3 id={id}>{t('settings.senders.result')}</h3>
      </div>
      <div className={styles.made} aria-live="polite">
        {isEmpty ? (
          <p className={styles.hint}>{t('settings.senders.resultEmpty')}</p>
        ) : why !== undefined ? (
          <p className={isWrong ? styles.wrong : styles.hint}>{why}</p>
        ) : tried && !tried.ok ? (
          <p className={styles.wrong}>{t('settings.senders.resultRefused', { reason: tried.message })}</p>
        ) : alerts.length === 0 ? (
          <p className={styles.hint}>{t('settings.senders.resultNone')}</p>
        ) : (
          <>
            {alerts.slice(0, SHOWN).map(({ alert, service }) => (
              <Made key={alert.dedupKey} alert={alert} service={service} />
            ))}
            {alerts.length > SHOWN && (
              <p className={styles.hint}>{t('settings.senders.resultMore', { count: alerts.length - SHOWN })}</p>
            )}
          </>
        )}
      </div>
    </section>
  );
}

function Made({ alert, service }: { alert: NormalisedAlert; service: string | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const rules = useRecord('priorityRules', DEFAULT_PRIORITY_RULES)?.doc ?? PROCEDURES_PRIORITY_RULES;
  const { priority, guessed } = priorityOf(alert.labels, rules);
  const labels = Object.entries(alert.labels).map(([name, value]) => `${name}=${value}`);
  const facts: [string, string][] = [
    ['status', t(`settings.senders.means.${alert.status}`)],
    ['service', service ?? '—'],
    ['dedupKey', alert.dedupKey],
    ['startsAt', format.full(alert.startsAt)],
    ['summary', alert.summary ?? '—'],
    ['url', alert.sourceUrl ?? '—'],
    ['labels', labels.join('  ') || '—'],
  ];
  return (
    <article className={styles.alert}>
      <h4>
        <PriorityBadge priority={priority} />
        <span>{alert.title}</span>
        {guessed && <span className={styles.hint}>{t('settings.rules.byFallback')}</span>}
      </h4>
      <DefinitionList items={facts.map(([id, value]) => ({ id, term: t(`settings.senders.field.${id}`), value }))} />
    </article>
  );
}
