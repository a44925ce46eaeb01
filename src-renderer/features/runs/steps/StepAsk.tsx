import { useTranslation } from 'react-i18next';
import { personId } from '../../../../src-shared/model/ids.ts';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import { AssignMenu } from './AssignMenu.tsx';
import { Composer } from './Composer.tsx';
import { EvidenceList } from './EvidenceList.tsx';
import { Notes } from './Notes.tsx';
import type { StepRowProps } from './StepRow.tsx';

/** Under a step: its notes and evidence, and what is being asked about it. */
export function StepAsk({ step, state, runId, asked, directory, onSettle, onAsk }: StepRowProps) {
  const { t } = useTranslation();
  const name = plainText(step.text);
  const composer = (what: 'skip' | 'note' | 'refuse', record: (text: string) => Promise<boolean>) => (
    <Composer
      key={what}
      draft={`run:${runId}/${step.id}/${what}`}
      label={t(`runs.ask.${what}`, { step: name })}
      placeholder={t(`runs.placeholder.${what}`)}
      save={t(`runs.confirm.${what}`)}
      takesFocus
      onSave={record}
      onCancel={() => onAsk(step, undefined)}
    />
  );
  return (
    <>
      <Notes notes={state.notes} directory={directory} />
      <EvidenceList evidence={state.evidence} directory={directory} />
      {asked === 'note' && composer('note', (text) => onSettle(step, { kind: 'note', text }))}
      {asked === 'skip' &&
        composer('skip', (reason) => onSettle(step, { kind: 'skipped', reason: reason.slice(0, 2_000) }))}
      {asked === 'refuse' &&
        composer('refuse', (reason) => onSettle(step, { kind: 'refused', reason: reason.slice(0, 2_000) }))}
      {asked === 'assign' && (
        <AssignMenu
          directory={directory}
          label={t('runs.ask.assign', { step: name })}
          onChoose={(person) =>
            void onSettle(step, { kind: 'assigned', to: person === undefined ? null : personId(person) })
          }
          onClose={() => onAsk(step, undefined)}
        />
      )}
    </>
  );
}
