import { useTranslation } from 'react-i18next';
import type { Directory } from '../../../data/directory.ts';
import { actorWithin } from '../../../data/entry-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import { PriorityBadge } from '../../../ui/PriorityBadge.tsx';
import type { Check } from './checklist.ts';
import { nameOf } from './export.ts';
import styles from './Monitoring.module.css';

interface Props {
  label: string;
  checks: readonly Check[];
  directory: Directory;
  onLook(step: string): void;
}

/** The types of alert of a service: which came of late, and which somebody has tried. */
export function AlertChecks({ label, checks, directory, onLook }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const may = directory.may('responder');
  return (
    <ul className={styles.types} aria-label={label}>
      {checks.map((check) => {
        const { id, priority, status, last, seen } = check;
        if (!priority) return null;
        const name = nameOf(check, t);
        const facts = [
          seen > 0
            ? t('changes.monitoring.seen', { count: seen, priority })
            : t('changes.monitoring.never', { priority }),
          last &&
            t('changes.monitoring.tried', {
              by: actorWithin(last.by, { t, directory }),
              ago: format.ago(last.at, now),
            }),
        ];
        return (
          <li key={id} data-status={status}>
            <PriorityBadge priority={priority} />
            <span className={styles.type}>
              {name}
              <span className={styles.facts}>{facts.filter(Boolean).join(' · ')}</span>
            </span>
            <Button
              size="small"
              aria-label={t('changes.monitoring.tryOf', { name })}
              isDisabled={!may}
              reason={may ? undefined : t('incident.why.viewer')}
              onPress={() => onLook(id)}
            >
              {t('changes.monitoring.try')}
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
