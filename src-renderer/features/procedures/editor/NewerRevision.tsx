import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { overlap, type TextEdit } from '../../../../src-shared/procedure/text-edit.ts';
import { useDirectory } from '../../../data/directory.ts';
import { diffWords } from '../../../platform/diff-words.ts';
import { useFormat } from '../../../platform/format.ts';
import { useMinute } from '../../../platform/now.ts';
import { Button } from '../../../ui/Button.tsx';
import { NoticeBar } from '../../../ui/NoticeBar.tsx';
import { TextDiff } from '../../../ui/TextDiff.tsx';
import type { CurrentProcedure } from './use-save-procedure.ts';
import styles from './Workbench.module.css';

interface Props {
  edit: TextEdit;
  current: CurrentProcedure;
  onTogether(): void;
}

/** Somebody else has saved while this text is being edited: said calmly, nothing is lost either way. */
export function NewerRevision({ edit, current, onTogether }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useMinute();
  const directory = useDirectory();
  const [shows, setShows] = useState(false);
  const settled = useDeferredValue(edit);
  const lie = useMemo(() => overlap(settled, current.text), [settled, current]);
  const open = edit.conflicts.length > 0;
  return (
    <>
      <NoticeBar
        role="status"
        actions={
          <>
            <Button size="small" aria-pressed={shows} onPress={() => setShows(!shows)}>
              {t('procedureEditor.whatChanged')}
            </Button>
            <Button
              size="small"
              variant="primary"
              isDisabled={open}
              reason={open ? t('procedureEditor.chooseFirst') : undefined}
              onPress={onTogether}
            >
              {t('procedureEditor.together')}
            </Button>
          </>
        }
      >
        <b>
          {t('procedureEditor.newer', {
            who: directory?.actor(current.by) ?? '',
            number: current.text.number,
            time: format.moment(current.at, now),
          })}
        </b>{' '}
        {current.note && `« ${current.note} » `}
        {t(lie === 'apart' ? 'procedureEditor.newerApart' : 'procedureEditor.newerConflict')}
      </NoticeBar>
      {shows && (
        <div className={styles.diff}>
          <TextDiff
            before={edit.from.body}
            after={current.text.body}
            label={t('procedureEditor.whatChanged')}
            {...diffWords(t)}
          />
        </div>
      )}
    </>
  );
}
