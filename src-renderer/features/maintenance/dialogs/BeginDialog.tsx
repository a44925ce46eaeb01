import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { windowOf } from '../../../../src-shared/maintenance/occurrence-parts.ts';
import { useDirectory } from '../../../data/directory.ts';
import { nameOf } from '../../../data/incident-line.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useQuieted } from '../../../data/quieted.ts';
import { useFormat } from '../../../platform/format.ts';
import { WindowSwitch } from '../../../ui/WindowSwitch.tsx';
import { useMaintenanceDesk } from '../desk.ts';
import { Question } from './Question.tsx';

/** Its window would make incidents silent that nobody has acknowledged: begun with it, or without it, or not now. */
export function BeginDialog({ item, onClose }: { item: MaintenanceItem; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const directory = useDirectory();
  const { actions } = useMaintenanceDesk();
  const silent = windowOf(item.plan.doc, item.planned.date);
  const service = silent?.service;
  const services = useMemo(() => (service ? [service] : []), [service]);
  const quieted = useQuieted(services) ?? [];
  const [isSilent, setSilent] = useState(false);
  const confirm = () => {
    onClose();
    void actions.start(item, isSilent);
  };
  return (
    <Question kind="start" items={[item]} onClose={onClose} onConfirm={confirm} hasNoField>
      <WindowSwitch
        label={t('maintenance.silence', { service: directory?.service(service)?.name ?? '' })}
        hint={t('maintenance.silenceHint', { length: format.duration(silent?.length ?? 0) })}
        isSelected={isSilent}
        onChange={setSilent}
        warning={t('silences.quiets', { count: quieted.length })}
        incidents={quieted.map(({ id, doc }) => ({
          id,
          priority: doc.priority,
          link: (
            <Link to="/incidents/$address" params={{ address: String(doc.number ?? id) }} onClick={onClose}>
              {nameOf(doc)}
            </Link>
          ),
        }))}
      />
    </Question>
  );
}
