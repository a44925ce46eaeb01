import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen } from '../../../src-shared/incident/transitions.ts';
import type { Origin } from '../../../src-shared/model/actor.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { Select } from '../../ui/Select.tsx';
import { useIncidentDesk } from './desk.ts';
import styles from './QuestionDialog.module.css';
import { QuestionDialog } from './QuestionDialog.tsx';

interface Props {
  ids: readonly string[];
  via: Origin | undefined;
  onClose(): void;
}

/** The incident that stays is chosen among the open ones, the same service first. There is no way back: it says so. */
export function MergeDialog({ ids, via, onClose }: Props) {
  const { t } = useTranslation();
  const { rows } = useIncidents();
  const { actions } = useIncidentDesk();
  const [into, setInto] = useState<string | null>(null);
  const service = rows.get(ids[0] ?? '')?.doc.service;
  const candidates = [...rows.values()]
    .filter(({ id, doc }) => !ids.includes(id) && isOpen(doc))
    .sort(
      (a, b) =>
        Number(b.doc.service === service) - Number(a.doc.service === service) || b.doc.openedAt - a.doc.openedAt,
    )
    .slice(0, 200);
  return (
    <QuestionDialog
      title={t('incident.ask.merge')}
      confirm={t('incident.ask.mergeDo')}
      ids={ids}
      dangerous
      canConfirm={into !== null}
      onClose={onClose}
      onConfirm={() => {
        if (into === null) return;
        onClose();
        void actions.merge(ids, into, { via });
      }}
    >
      {candidates.length === 0 ? (
        <p className={styles.why}>{t('incident.ask.mergeNone')}</p>
      ) : (
        <Select
          label={t('incident.ask.mergeField')}
          value={into}
          onChange={setInto}
          placeholder={t('incident.ask.mergeSearch')}
          options={candidates.map(({ id, doc }) => ({
            id,
            label: nameOf(doc),
            before: <PriorityBadge priority={doc.priority} />,
          }))}
          autoFocus
        />
      )}
      <p className={styles.warning}>{t('incident.ask.mergeWhy')}</p>
    </QuestionDialog>
  );
}
