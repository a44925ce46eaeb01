import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { choicesFor, type ImportChoice, type PlannedChange } from '../../../../src-shared/procedure/import/plan.ts';
import { Button } from '../../../ui/Button.tsx';
import { SegmentedControl } from '../../../ui/SegmentedControl.tsx';
import { TextDiff } from '../../../ui/TextDiff.tsx';
import styles from './Import.module.css';
import { choiceWord, type ImportDesk } from './use-import.ts';

type Compare = 'theirs' | 'ours' | 'result';

/** What is in force afterwards; where nothing is to be done, what would be by merging or else by taking the file's. */
function resultOf(change: Extract<PlannedChange, { state: 'edited' }>, choice: ImportChoice): string {
  if (choice === 'keep') return change.known.ours.body;
  return (choice === 'take' ? undefined : change.merged?.body) ?? change.text.body;
}

/** The two texts that a comparison shows. */
function textsOf(change: PlannedChange, choice: ImportChoice, compare: Compare): { before: string; after: string } {
  if (change.state === 'new' || change.state === 'same') return { before: '', after: change.text.body };
  const { ours, imported } = change.known;
  if (change.state === 'gone') return { before: ours.body, after: '' };
  if (change.state !== 'edited') return { before: ours.body, after: change.text.body };
  const base = imported?.body ?? '';
  if (compare === 'ours') return { before: base, after: ours.body };
  if (compare === 'result') return { before: ours.body, after: resultOf(change, choice) };
  return { before: base, after: change.text.body };
}

/** One file: what is to be done with it, and what differs. */
export function ChangeDetail({
  change,
  all,
  desk,
}: {
  change: PlannedChange;
  all: readonly PlannedChange[];
  desk: ImportDesk;
}) {
  const { t } = useTranslation();
  const [compare, setCompare] = useState<Compare>('result');
  const choices = choicesFor(change);
  const choice = desk.choiceOf(change);
  const { before, after } = textsOf(change, choice, compare);
  const alike = all.filter((one) => one.state === change.state && choicesFor(one).includes(choice));
  return (
    <section className={styles.detailPane} aria-label={change.title}>
      <header className={styles.detailHead}>
        <h2 className={styles.detailTitle}>{change.title}</h2>
        <p className={styles.path}>{change.path}</p>
        <p className={styles.why}>{t(`import.why.${change.state}`)}</p>
        {choices.length > 1 && (
          <div className={styles.buttons}>
            <SegmentedControl<ImportChoice>
              label={t('import.whatToDo')}
              value={choice}
              options={choices.map((one) => ({ id: one, label: t(`import.choice.${choiceWord(change, one)}`) }))}
              onChange={(next) => desk.choose([change.id], next)}
            />
            {alike.length > 1 && (
              <Button
                size="small"
                variant="quiet"
                onPress={() =>
                  desk.choose(
                    alike.map(({ id }) => id),
                    choice,
                  )
                }
              >
                {t('import.forAll', { count: alike.length })}
              </Button>
            )}
          </div>
        )}
        {change.state === 'edited' && (
          <SegmentedControl<Compare>
            label={t('import.compare')}
            value={compare}
            options={(['result', 'theirs', 'ours'] as const).map((one) => ({
              id: one,
              label: t(`import.compared.${one}`),
            }))}
            onChange={setCompare}
          />
        )}
        {change.state !== 'gone' && change.text.match && (
          <p className={styles.path}>{t('import.alerts', { names: change.text.match.alertNames.join(', ') })}</p>
        )}
      </header>
      {change.state === 'new' || change.state === 'same' ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a part that scrolls is reached by the keyboard
        <section className={styles.text} tabIndex={0} aria-label={t('import.text')} data-selectable>
          {after.slice(0, 20_000)}
        </section>
      ) : (
        <div className={styles.diff}>
          <TextDiff
            before={before}
            after={after}
            label={t('import.differences')}
            skipped={(count) => t('import.skipped', { count })}
            removed={t('import.removed')}
            added={t('import.added')}
            same={t('import.noDifference')}
          />
        </div>
      )}
    </section>
  );
}
