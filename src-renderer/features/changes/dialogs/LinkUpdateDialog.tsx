import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { askedBy } from '../../../../src-shared/change/planned.ts';
import { isOpenChange } from '../../../../src-shared/change/transitions.ts';
import { changeId } from '../../../../src-shared/model/change.ts';
import { askedOf } from '../../../data/asked-of.ts';
import { useList } from '../../../data/hooks.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';
import { useChangeDesk } from '../desk.ts';
import { Choose, MOST_CHOICES } from './Choose.tsx';

/** The change that a person prepared for an update that a plan asks for: those of its type come first, then the latest. */
export function LinkUpdateDialog({ item, onClose }: { item: MaintenanceItem; onClose(): void }) {
  const { t } = useTranslation();
  const { actions } = useChangeDesk();
  const changes = useList('change');
  const { change: type } = item.plan.doc;
  const choices = useMemo(() => {
    const fits = (one: string) => Number(one === type);
    return (changes ?? [])
      .filter(({ id, doc }) => isOpenChange(doc) && !askedBy(id, doc))
      .sort((a, b) => fits(b.doc.type) - fits(a.doc.type) || b.doc.createdAt - a.doc.createdAt)
      .slice(0, MOST_CHOICES)
      .map(({ id, doc }) => ({ id, label: `${doc.title} · ${t(`changes.type.${doc.type}`)}` }));
  }, [changes, type, t]);
  const link = (id: string) => {
    const change = changeId(id);
    return actions.act('updateLinked', 'occurrence.linkChange', { ...askedOf(item), change }, (of) =>
      actions.mutate('occurrence.unlinkChange', { change, of }),
    );
  };
  return <Choose what="change" choices={choices} onClose={onClose} onChoose={link} />;
}
