import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Directory } from '../../data/directory.ts';
import { useLive, useRecord } from '../../data/hooks.ts';
import { Button } from '../../ui/Button.tsx';
import { Select } from '../../ui/Select.tsx';
import { useBackupDesk } from './desk.ts';
import styles from './RestorePanel.module.css';

/** A run of the procedure without a test, as the plan's occurrence begins it: only a verdict on a backup counts. */
export function ChooseBackup({ run: id, directory }: { run: string; directory: Directory }) {
  const { t } = useTranslation();
  const { actions } = useBackupDesk();
  const run = useRecord('run', id);
  const backups = useLive(async (db) => {
    const rows = (await db.backup.toArray()).filter(({ doc }) => !doc.archived);
    const place = (row: (typeof rows)[number]) => row.doc.place ?? Number.MAX_SAFE_INTEGER;
    return rows.sort((a, b) => place(a) - place(b) || a.doc.title.localeCompare(b.doc.title));
  }, []);
  const [chosen, setChosen] = useState<string | null>(null);
  const may = directory.may('responder');
  if (!run || run.doc.endedAt !== undefined || !backups || backups.length === 0) return null;
  const one = backups.find((row) => row.id === chosen);
  const begin = () => {
    if (one) void actions.startTest(one.id, one.doc, { id, procedure: run.doc.procedure });
  };
  return (
    <section className={styles.panel} aria-label={t('backups.choose')}>
      <form
        className={styles.choose}
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Select
          label={t('backups.choose')}
          hint={t('backups.chooseWhy')}
          placeholder={t('backups.choosePlaceholder')}
          value={chosen}
          onChange={setChosen}
          isDisabled={!may}
          options={backups.map((row) => ({ id: row.id, label: row.doc.title }))}
        />
        <Button type="submit" variant="primary" isDisabled={!may || !one}>
          {t('backups.chooseDo')}
        </Button>
      </form>
    </section>
  );
}
