import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PriorityRules } from '../../../src-shared/model/alert.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { Group } from './Group.tsx';
import styles from './Rules.module.css';
import { decide, readLabels } from './rules-edit.ts';

export interface RuleTestProps {
  rules: PriorityRules;
  /** The place of the deciding rule; null for the fallback, undefined while nothing is under test. */
  onDecided(rule: number | null | undefined): void;
}

/** Paste what a sender sends, see what it would become. */
export function RuleTest({ rules, onDecided }: RuleTestProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const labels = readLabels(text);
  const verdict = labels && decide(labels, rules);
  const rule = verdict?.rule;
  useEffect(() => onDecided(rule), [rule, onDecided]);
  return (
    <Group title={t('settings.rules.testTitle')} hint={t('settings.rules.testHint')} wide>
      <div className={styles.test}>
        <TextArea
          aria-label={t('settings.rules.testLabel')}
          value={text}
          onChange={setText}
          rows={3}
          isMono
          placeholder={'{alertname="InstanceDown", severity="critical", service="api"}'}
        />
        <p className={styles.verdict} aria-live="polite">
          {verdict ? (
            <>
              <PriorityBadge priority={verdict.priority} />
              <span>
                {verdict.rule === null
                  ? t('settings.rules.byFallback')
                  : t('settings.rules.byRule', { place: verdict.rule + 1 })}
              </span>
            </>
          ) : (
            <span className={styles.quiet}>
              {text.trim() === '' ? t('settings.rules.testEmpty') : t('settings.rules.testUnreadable')}
            </span>
          )}
        </p>
      </div>
    </Group>
  );
}
