import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Backup } from '../../../src-shared/model/backup.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import { useData } from '../../data/DataProvider.tsx';
import { useFormat } from '../../platform/format.ts';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { SegmentedControl } from '../../ui/SegmentedControl.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { useBackupDesk } from './desk.ts';
import { parseSize } from './size-text.ts';

/** A backup that no ping told of: when it was made, how large, or why it failed. */
export function RecordDialog({ id, doc, onClose }: { id: string; doc: Backup; onClose(): void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const data = useData();
  const { actions } = useBackupDesk();
  const [opened] = useState(() => data.now());
  const [outcome, setOutcome] = useState<'ok' | 'failed'>('ok');
  const [when, setWhen] = useState(wallText(opened, format.zone));
  const [size, setSize] = useState('');
  const [note, setNote] = useState('');
  const typed = instantOfText(when, format.zone, 'start');
  // Left alone it is now, and not the start of this minute.
  const made = when === wallText(opened, format.zone) ? undefined : typed;
  const isFuture = made !== undefined && made > data.now();
  const bytes = size.trim() === '' ? undefined : parseSize(size);
  const badSize = size.trim() !== '' && bytes === undefined;
  const confirm = async () => {
    if (typed === undefined || isFuture || badSize) return;
    const said = {
      outcome,
      ...(bytes === undefined ? {} : { size: bytes }),
      ...(note.trim() ? { note: note.trim() } : {}),
      ...(made === undefined ? {} : { made }),
    };
    if (await actions.record(id, doc, said)) onClose();
  };
  return (
    <Dialog
      title={t('backups.recordTitle', { title: doc.title })}
      closeLabel={t('backups.cancel')}
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t('backups.recordDo') }}
    >
      <SegmentedControl<'ok' | 'failed'>
        label={t('backups.field.outcome')}
        value={outcome}
        onChange={setOutcome}
        options={(['ok', 'failed'] as const).map((one) => ({ id: one, label: t(`backups.recorded.${one}`) }))}
      />
      <DateField
        label={t('backups.field.made')}
        hasTime
        value={when}
        onChange={setWhen}
        error={typed === undefined ? t('silences.timeUnread') : isFuture ? t('backups.inFuture') : undefined}
      />
      {outcome === 'ok' && (
        <TextField
          label={t('backups.field.size')}
          value={size}
          onChange={setSize}
          hint={t('backups.sizeHint')}
          error={badSize ? t('backups.sizeBad') : undefined}
        />
      )}
      <TextField label={t('backups.field.note')} value={note} onChange={setNote} maxLength={2_000} />
    </Dialog>
  );
}
