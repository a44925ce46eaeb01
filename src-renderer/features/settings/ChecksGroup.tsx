import { useTranslation } from 'react-i18next';
import { SECOND } from '../../../src-shared/time/clock.ts';
import { errorText } from '../../platform/error-text.ts';
import { type Format, useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { StatusDot } from '../../ui/StatusDot.tsx';
import styles from './ChecksGroup.module.css';
import { Group } from './Group.tsx';
import type { CheckLevel, CheckValues, LaptopCheck } from './laptop-checks.ts';

const TONE = { ok: 'ok', warn: 'warn', fail: 'failed', off: 'off' } as const satisfies Record<CheckLevel, string>;

/** A disk is timed in milliseconds, clocks and people in more. */
const spanText = (format: Format, span: number) =>
  span < SECOND ? `${format.number(Math.max(1, Math.round(span)))}\u00a0ms` : format.duration(span);

function wordsOf(values: CheckValues, format: Format, now: number) {
  const { at, span, bytes, of, count, text } = values;
  return {
    ...(at === undefined ? {} : { since: format.momentSince(at, now) }),
    ...(span === undefined ? {} : { span: spanText(format, span) }),
    ...(bytes === undefined ? {} : { size: format.bytes(bytes) }),
    ...(of === undefined ? {} : { of: format.bytes(of) }),
    ...(count === undefined ? {} : { count }),
    ...(text === undefined ? {} : { text }),
  };
}

export interface ChecksGroupProps {
  checks: readonly LaptopCheck[];
  now: number;
  onLook(): void;
}

/** What was looked at, how it stands, and what to do. What is not well comes first. */
export function ChecksGroup({ checks, now, onLook }: ChecksGroupProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const rank: readonly CheckLevel[] = ['fail', 'warn', 'ok', 'off'];
  const sorted = checks.toSorted((a, b) => rank.indexOf(a.level) - rank.indexOf(b.level));
  return (
    <Group
      title={t('settings.diagnostics.title')}
      hint={t('settings.diagnostics.hint')}
      action={
        <Button size="small" onPress={onLook}>
          {t('settings.diagnostics.look')}
        </Button>
      }
    >
      <table className={styles.table} aria-label={t('settings.diagnostics.title')}>
        <tbody>
          {sorted.map(({ id, level, says, values = {}, advice, problem }) => (
            <tr key={id} data-level={level}>
              <td className={styles.level}>
                <StatusDot tone={TONE[level]} />
                {t(`settings.diagnostics.level.${level}`)}
              </td>
              <th scope="row">{t(`settings.diagnostics.check.${id}`)}</th>
              <td>
                {t(`settings.diagnostics.says.${id}.${says}`, wordsOf(values, format, now))}
                {problem && <span className={styles.advice}>{errorText(t, format, problem)}</span>}
                {advice && <span className={styles.advice}>{t(`settings.diagnostics.advice.${advice}`)}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Group>
  );
}
