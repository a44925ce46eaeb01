import CircleAlert from 'lucide-react/icons/circle-alert';
import Info from 'lucide-react/icons/info';
import TriangleAlert from 'lucide-react/icons/triangle-alert';
import type { ReactNode } from 'react';
import styles from './Banner.module.css';

const ICONS = { info: Info, warning: TriangleAlert, danger: CircleAlert } as const;

export interface BannerProps {
  tone: 'info' | 'warning' | 'danger';
  children: ReactNode;
  actions?: ReactNode;
}

export function Banner({ tone, children, actions }: BannerProps) {
  const Icon = ICONS[tone];
  return (
    <div className={styles.banner} data-tone={tone} role={tone === 'danger' ? 'alert' : 'status'}>
      <Icon size={15} strokeWidth={1.8} aria-hidden />
      <div className={styles.text}>{children}</div>
      {actions}
    </div>
  );
}
