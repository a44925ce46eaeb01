import { Link, Navigate } from '@tanstack/react-router';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { usePageHeading } from '../../platform/page-heading.ts';
import { AboutSection } from './AboutSection.tsx';
import { AccountSection } from './AccountSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { DiagnosticsSection } from './DiagnosticsSection.tsx';
import { IntakeKeysSection } from './IntakeKeysSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { PackSection } from './PackSection.tsx';
import { PriorityRulesSection } from './PriorityRulesSection.tsx';
import { SendersSection } from './SendersSection.tsx';
import { ServerSection } from './ServerSection.tsx';
import styles from './SettingsPage.module.css';
import { SlaSection } from './SlaSection.tsx';
import { isSection, SECTIONS, type Section } from './sections.ts';

const CONTENT: Readonly<Record<Section, ComponentType>> = {
  server: ServerSection,
  account: AccountSection,
  notifications: NotificationsSection,
  appearance: AppearanceSection,
  sla: SlaSection,
  'priority-rules': PriorityRulesSection,
  pack: PackSection,
  senders: SendersSection,
  'intake-keys': IntakeKeysSection,
  diagnostics: DiagnosticsSection,
  about: AboutSection,
};

export function SettingsPage({ section }: { section: string }) {
  const { t } = useTranslation();
  const known = isSection(section) ? section : SECTIONS[0];
  usePageHeading({
    title: t(`settings.section.${known}`),
    parent: { label: t('place.settings'), path: '/settings' },
  });
  if (!isSection(section)) return <Navigate to="/settings" replace />;
  const Content = CONTENT[section];
  return (
    <div className={styles.page}>
      <nav className={styles.sections} aria-label={t('place.settings')}>
        <ul>
          {SECTIONS.map((one) => (
            <li key={one}>
              <Link to={`/settings/${one}`} className={styles.section}>
                {t(`settings.section.${one}`)}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.content}>
        <Content />
      </div>
    </div>
  );
}
