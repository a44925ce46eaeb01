import type { Instant } from '../../src-shared/time/clock.ts';
import styles from './TimeChart.module.css';
import { type TimePoint, timeChartPoints } from './time-chart-points.ts';

export interface TimeChartProps {
  /** Oldest first. Fewer than two values draw nothing. */
  points: readonly TimePoint[];
  /** What it shows, in words: whoever cannot see it hears that. */
  label: string;
  /** A value that should not be passed, and its name. */
  limit?: { value: number; label: string } | undefined;
  writeValue(value: number): string;
  writeTime(at: Instant): string;
}

/** Two names closer than this, in percent of the height, would run into each other. */
const APART = 16;

/** Values over time, as wide as there is room: each with its words under the pointer, and what went wrong marked. */
export function TimeChart({ points, label, limit, writeValue, writeTime }: TimeChartProps) {
  const { spots, line, values, limitAt } = timeChartPoints(points, limit?.value);
  const [first, last] = [points[0], points.at(-1)];
  if (line.length < 2 || !first || !last) return null;
  const path = line.map(({ x, y }) => `${x},${y}`).join(' ');
  const [most, least] = values;
  const named = most && least && least.y - most.y < APART ? [most] : values;
  return (
    <div className={styles.chart} role="img" aria-label={label} data-limited={limit !== undefined || undefined}>
      <div className={styles.side} data-from>
        {named.map(({ value, y }) => (
          <span key={value} style={{ insetBlockStart: `${y}%` }}>
            {writeValue(value)}
          </span>
        ))}
      </div>
      <div className={styles.plot}>
        <svg className={styles.drawing} viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
          <polygon className={styles.area} points={`${line[0]?.x},100 ${path} ${line.at(-1)?.x},100`} />
          {limitAt !== undefined && <line className={styles.limit} x1={0} x2={100} y1={limitAt} y2={limitAt} />}
          <polyline className={styles.line} points={path} />
        </svg>
        {spots.map(({ id, x, y, tone, title }) => (
          <span
            key={id}
            className={styles.spot}
            data-tone={tone}
            title={title}
            style={{ insetInlineStart: `${x}%`, insetBlockStart: `${y}%` }}
          />
        ))}
      </div>
      {limit && limitAt !== undefined && (
        <div className={styles.side}>
          <span style={{ insetBlockStart: `${limitAt}%` }}>{limit.label}</span>
        </div>
      )}
      <div className={styles.times}>
        <span>{writeTime(first.at)}</span>
        <span>{writeTime(last.at)}</span>
      </div>
    </div>
  );
}
