import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { awaitsPostMortem, postMortemDue } from '../../../src-shared/procedure/post-mortem/due.ts';
import type { Row } from '../../../src-shared/sync/local-store.ts';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { useRecord } from '../../data/hooks.ts';
import { useCommandRunner } from '../../platform/command-runner.ts';
import { useFormat } from '../../platform/format.ts';
import { useMinute, useTimed } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionHeading } from '../../ui/SectionHeading.tsx';
import { FollowUpPanel } from './FollowUpPanel.tsx';
import styles from './IncidentAfterwards.module.css';

/** Beside an incident: its post-mortem and what it left to be done. */
export function IncidentAfterwards({ incident }: { incident: string }) {
  const directory = useDirectory();
  const row = useRecord('incident', incident);
  if (!row || !directory || row.doc.mergedInto) return null;
  return (
    <>
      <Document row={row} directory={directory} />
      <FollowUpPanel incident={incident} directory={directory} />
    </>
  );
}

function Document({ row: { id, doc }, directory }: { row: Row<'incident'>; directory: Directory }) {
  const { t } = useTranslation();
  const format = useFormat();
  const runner = useCommandRunner();
  const now = useMinute();
  const found = useRecord('postMortem', id);
  const head = found?.doc;
  const window = directory.policy(doc.policy).targets[doc.priority].postIncident;
  const due = postMortemDue(head, doc, directory.calendars);
  const isAsked = awaitsPostMortem(doc) || head?.status === 'draft';
  const isLate = useTimed((at) => isAsked && head?.status !== 'published' && due !== undefined && due <= at);
  if (found === undefined) return null;
  const may = directory.may('responder');
  const when =
    head?.status === 'published' && head.publishedAt !== undefined
      ? t('postMortem.publishedOn', { time: format.moment(head.publishedAt, now) })
      : due !== undefined && isAsked
        ? isLate
          ? t('postMortem.late', { time: format.momentSince(due, now) })
          : t('postMortem.due', { time: format.moment(due, now) })
        : head
          ? t('postMortem.status.draft')
          : window === null || doc.status === 'closed'
            ? t('postMortem.notAsked')
            : t('postMortem.askedLater', { time: format.duration(window) });
  return (
    <section aria-label={t('postMortem.heading')}>
      <SectionHeading>{t('postMortem.heading')}</SectionHeading>
      <div className={styles.document}>
        <div className={styles.what}>
          {head && (
            <Link to="/post-mortems/$incident" params={{ incident: String(doc.number ?? id) }} className={styles.link}>
              {head.title}
            </Link>
          )}
          <span className={styles.when} data-late={isLate || undefined}>
            {when}
          </span>
        </div>
        <Button
          size="small"
          keys={runner.find('postMortem.open')?.keys}
          variant={isAsked && !head ? 'primary' : 'plain'}
          isDisabled={!head && !may}
          reason={head || may ? undefined : t('incident.why.viewer')}
          onPress={() => runner.run('postMortem.open')}
        >
          {t(head ? 'postMortem.open' : 'postMortem.start')}
        </Button>
      </div>
    </section>
  );
}
