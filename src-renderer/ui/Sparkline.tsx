import styles from './Sparkline.module.css';
import { sparkPoints } from './spark-points.ts';

export interface SparklineProps {
  /** Oldest first. Fewer than two draw nothing. */
  values: readonly number[];
  /** What it shows, in words: whoever cannot see it hears that. */
  label: string;
  width?: number;
  height?: number;
  /** A value that should not be passed: an objective. */
  limit?: number | undefined;
}

/** A row of values as a line, without axes: whether they rise, fall or jump. */
export function Sparkline({ values, label, width = 80, height = 20, limit }: SparklineProps) {
  if (values.length < 2) return null;
  const { points, limitAt } = sparkPoints(values, { width, height, limit });
  const last = points.at(-1);
  return (
    <svg className={styles.line} width={width} height={height} role="img" aria-label={label}>
      <title>{label}</title>
      {limitAt !== undefined && <line className={styles.mark} x1={0} x2={width} y1={limitAt} y2={limitAt} />}
      <polyline className={styles.path} points={points.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {last && <circle className={styles.last} cx={last.x} cy={last.y} r={2} />}
    </svg>
  );
}
