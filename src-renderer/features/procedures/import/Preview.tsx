import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PROCEDURE_KINDS } from '../../../../src-shared/model/procedure.ts';
import type { PlannedChange, PlannedState } from '../../../../src-shared/procedure/import/plan.ts';
import type { ReadCollection } from '../../../../src-shared/procedure/import/read.ts';
import { useDirectory } from '../../../data/directory.ts';
import { Button } from '../../../ui/Button.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { Select } from '../../../ui/Select.tsx';
import { TextField } from '../../../ui/TextField.tsx';
import { ViewTab, ViewTabs } from '../../../ui/ViewTabs.tsx';
import { ChangeDetail } from './ChangeDetail.tsx';
import styles from './Import.module.css';
import { PlanList } from './PlanList.tsx';
import { ProblemList } from './ProblemList.tsx';
import type { ImportDesk } from './use-import.ts';

type View = 'all' | PlannedState | 'problems';
const VIEWS: readonly View[] = ['all', 'new', 'changed', 'edited', 'gone', 'archived', 'same', 'problems'];

interface Props {
  desk: ImportDesk;
  read: ReadCollection;
  /** Undefined while it is being compared. */
  changes: readonly PlannedChange[] | undefined;
}

/** What the import would do, before it does any of it. */
export function Preview({ desk, read, changes = [] }: Props) {
  const { t } = useTranslation();
  const directory = useDirectory();
  const [view, setView] = useState<View>('all');
  const [chosen, setChosen] = useState<string>();
  const { settings } = desk;
  const isLead = directory?.may('lead') === true;
  const kinds = PROCEDURE_KINDS.flatMap((kind) =>
    kind === 'incidentPhase' || (kind !== 'runbook' && !isLead)
      ? []
      : [{ id: kind, label: t(`procedurePage.kind.${kind}`) }],
  );
  const countOf = (one: View): number => {
    if (one === 'problems') return read.problems.length;
    return one === 'all' ? changes.length : changes.filter(({ state }) => state === one).length;
  };
  const shown = view === 'all' ? changes : changes.filter(({ state }) => state === view);
  const selected = shown.find(({ id }) => id === chosen) ?? shown[0];
  const toDo = changes.filter((change) => desk.choiceOf(change) !== 'skip').length;
  const named = settings.collection.trim() !== '';
  return (
    <section className={styles.page}>
      <form
        className={styles.settings}
        onSubmit={(event) => {
          event.preventDefault();
          if (named && toDo > 0) void desk.start();
        }}
      >
        <TextField
          label={t('import.collection')}
          hint={t('import.collectionHint')}
          value={settings.collection}
          onChange={desk.rename}
          error={named ? undefined : t('import.collectionMissing')}
          maxLength={200}
        />
        <Select
          label={t('import.kind')}
          value={settings.kind}
          options={kinds}
          onChange={(kind) => desk.setSettings({ ...settings, kind })}
        />
        <TextField
          label={t('import.tags')}
          hint={t('import.tagsHint')}
          value={settings.tags}
          onChange={(tags) => desk.setSettings({ ...settings, tags })}
        />
        <div className={styles.go}>
          <Button variant="quiet" onPress={desk.again}>
            {t('import.cancel')}
          </Button>
          <Button
            type="submit"
            variant="primary"
            isDisabled={!named || toDo === 0}
            reason={toDo === 0 ? t('import.nothingToDo') : undefined}
          >
            {t('import.start', { count: toDo })}
          </Button>
        </div>
      </form>
      <ViewTabs label={t('import.views')}>
        {VIEWS.filter((one) => one === 'all' || countOf(one) > 0).map((one) => (
          <ViewTab key={one} current={view === one} onPress={() => setView(one)}>
            {`${t(`import.view.${one}`)} ${countOf(one)}`}
          </ViewTab>
        ))}
      </ViewTabs>
      {view === 'problems' ? (
        <ProblemList problems={read.problems} passedOver={read.passedOver} />
      ) : shown.length === 0 ? (
        <EmptyState title={t('import.empty')}>{t('import.emptyWhy', { count: read.passedOver })}</EmptyState>
      ) : (
        <div className={styles.split}>
          <PlanList changes={shown} chosen={selected?.id} choiceOf={desk.choiceOf} onChoose={setChosen} />
          {selected && <ChangeDetail key={selected.id} change={selected} all={changes} desk={desk} />}
        </div>
      )}
    </section>
  );
}
