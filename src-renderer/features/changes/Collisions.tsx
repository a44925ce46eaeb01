import { Link } from '@tanstack/react-router';
import CalendarX from 'lucide-react/icons/calendar-x';
import Snowflake from 'lucide-react/icons/snowflake';
import Wrench from 'lucide-react/icons/wrench';
import { useTranslation } from 'react-i18next';
import type { Collision } from '../../../src-shared/change/collisions.ts';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute } from '../../platform/now.ts';
import styles from './Changes.module.css';
import { spanText } from './span-text.ts';

const ICON = { size: 14, strokeWidth: 1.6, 'aria-hidden': true } as const;
const ICONS = { change: CalendarX, freeze: Snowflake, maintenance: Wrench } as const;

interface Props {
  found: readonly Collision[];
  directory: Directory;
}

/** What a window meets, each with when they meet and on what; a freeze with as long as it lasts. Nothing where it meets nothing. */
export function Collisions({ found, directory }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  if (found.length === 0) return null;
  return (
    <ul className={styles.collisions} aria-label={t('changes.collisions')}>
      {found.map((one) => {
        const Icon = ICONS[one.kind];
        const { from, to } = one.kind === 'freeze' ? one.window : one;
        const when = spanText(t, format, { from, to, now });
        const names = one.services.map((id) => directory.service(id)?.name ?? id).join(', ');
        return (
          <li key={`${one.kind}/${one.id}`} data-held={(one.kind === 'freeze' && !one.isExcepted) || undefined}>
            <Icon {...ICON} />
            <span className={styles.met}>
              {one.kind === 'change' ? (
                <Link to="/changes/$id" params={{ id: one.id }}>
                  {t('changes.meets.change', { title: one.title })}
                </Link>
              ) : (
                t(`changes.meets.${one.kind === 'freeze' && one.isExcepted ? 'excepted' : one.kind}`, {
                  title: one.title,
                })
              )}
              <span className={styles.faint}>
                {[names, when, one.kind === 'freeze' ? one.reason : ''].filter(Boolean).join(' · ')}
              </span>
            </span>
          </li>
        );
      })}
    </ul>
  );
}
