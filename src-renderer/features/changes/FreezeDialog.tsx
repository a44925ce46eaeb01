import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Freeze, freezeId } from '../../../src-shared/model/change.ts';
import { serviceId } from '../../../src-shared/model/ids.ts';
import { DAY } from '../../../src-shared/time/clock.ts';
import { dayNumberAt } from '../../../src-shared/time/month.ts';
import { instantOfWallClock } from '../../../src-shared/time/zone.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import styles from './Changes.module.css';
import { useChangeDesk } from './desk.ts';
import { ServiceChoice } from './ServiceChoice.tsx';
import { WindowFields } from './WindowFields.tsx';
import { readWindow, typedWindow } from './window-text.ts';

interface Props {
  freeze?: { id: string; doc: Freeze };
  directory: Directory;
  onClose(): void;
}

/** A new freeze, or another version of one. */
export function FreezeDialog({ freeze, directory, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { now } = useData();
  const { actions } = useChangeDesk();
  const before = freeze?.doc;
  const [title, setTitle] = useState(before?.title ?? '');
  const [reason, setReason] = useState(before?.reason ?? '');
  const [services, setServices] = useState<readonly string[]>(before?.services ?? []);
  const [window, setWindow] = useState(() => {
    const { zone } = format;
    const tomorrow = dayNumberAt(now(), zone) + 1;
    const midnight = (day: number) => instantOfWallClock(day * DAY, zone, 'earlier');
    return typedWindow(before?.window ?? { from: midnight(tomorrow), to: midnight(tomorrow + 7), zone });
  });
  const [tried, setTried] = useState(false);
  const read = readWindow(window);
  const may = directory.may('lead');

  const confirm = async () => {
    setTried(true);
    if (!read || title.trim() === '' || reason.trim() === '') return;
    const content = {
      title: title.trim(),
      reason: reason.trim(),
      services: services.map((one) => serviceId(one)),
      window: read,
    };
    const id = freezeId(freeze?.id ?? crypto.randomUUID());
    const done = before
      ? await actions.act('freezeEdited', 'freeze.update', { id, base: before.revision, ...content })
      : await actions.act('frozen', 'freeze.create', { id, ...content }, () =>
          actions.mutate('freeze.remove', { id, base: 1 }),
        );
    if (done) onClose();
  };
  const lift = async () => {
    if (!freeze) return;
    const id = freezeId(freeze.id);
    onClose();
    await actions.act('lifted', 'freeze.remove', { id, base: freeze.doc.revision }, () =>
      actions.mutate('freeze.restore', { id, doc: freeze.doc }),
    );
  };
  return (
    <Dialog
      title={t(before ? 'changes.freeze.edit' : 'changes.freeze.newTitle')}
      closeLabel={t('changes.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={() => void confirm()}
      actions={
        before && (
          <Button variant="quiet" isDisabled={!may} onPress={() => void lift()}>
            {t('changes.freeze.lift')}
          </Button>
        )
      }
      confirm={{
        label: t(before ? 'changes.save' : 'changes.freeze.do'),
        isDisabled: !may,
        reason: may ? undefined : t('changes.why.lead'),
      }}
    >
      <div className={styles.fields}>
        <TextField
          label={t('changes.freeze.title')}
          value={title}
          onChange={setTitle}
          maxLength={300}
          autoFocus
          error={tried && title.trim() === '' ? t('changes.titleMissing') : undefined}
        />
        <WindowFields value={window} onChange={setWindow} />
        <ServiceChoice
          chosen={services}
          onChange={setServices}
          directory={directory}
          hint={t('changes.freeze.allServices')}
        />
        <TextArea
          label={t('changes.ask.reason')}
          value={reason}
          onChange={setReason}
          maxLength={2_000}
          rows={2}
          error={tried && reason.trim() === '' ? t('changes.ask.reasonMissing') : undefined}
        />
      </div>
    </Dialog>
  );
}
