import Check from 'lucide-react/icons/check';
import Minus from 'lucide-react/icons/minus';
import X from 'lucide-react/icons/x';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { EVIDENCE_BYTES, type RunEvent } from '../../../../src-shared/model/run.ts';
import type { StepState } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { isPlain, plainText } from '../../../../src-shared/procedure/step-text.ts';
import type { Directory } from '../../../data/directory.ts';
import { useFormat } from '../../../platform/format.ts';
import { Markdown } from '../../../ui/Markdown.tsx';
import { Ring } from './Ring.tsx';
import { StepAsk } from './StepAsk.tsx';
import { StepControl } from './StepControl.tsx';
import { StepFacts } from './StepFacts.tsx';
import type { Asked } from './StepList.tsx';
import { StepMenu } from './StepMenu.tsx';
import { StepOutcome } from './StepOutcome.tsx';
import styles from './StepRow.module.css';
import { StepValue } from './StepValue.tsx';
import type { StepCommand } from './step-keys.ts';
import type { StepButton } from './target.ts';

export interface StepRowProps {
  step: Step;
  state: StepState;
  runId: string;
  definitions: string;
  directory: Directory;
  isCursor: boolean;
  /** Drawn with all that belongs to it. */
  isNear: boolean;
  /** The server has not confirmed all of it. */
  isWaiting: boolean;
  /** How long it took, once it is settled. */
  took: number | undefined;
  /** A file is held over it. */
  isOver: boolean;
  canRecord: boolean;
  /** May at least add notes and evidence. */
  may: boolean;
  /** Of an approval: whether this person may give it. */
  approves: boolean | undefined;
  asked: Asked | undefined;
  button: StepButton | undefined;
  imageUrl?(src: string): string | undefined;
  onLink?(href: string): void;
  onAct(step: Step, command: StepCommand): void;
  onSettle(step: Step, event: RunEvent): Promise<boolean>;
  onAsk(step: Step, what: Asked | undefined): void;
}

const MARKS = { done: Check, skipped: Minus, refused: X } as const;

/** One step: what to do, its own control, who did it and what was said, seen and attached. */
export const StepRow = memo(function StepRow(props: StepRowProps) {
  const { step, state, definitions, isCursor, isNear, isOver, canRecord, onAct } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const { status } = state;
  const settled = status === 'done' || status === 'skipped';
  const Mark = status === 'todo' || status === 'waiting' ? undefined : MARKS[status];
  // What was done is out of the way: it opens under the cursor.
  const isOpen = isCursor || !settled;
  const name = plainText(step.text);
  return (
    <div
      className={styles.row}
      data-step={step.id}
      data-status={status}
      data-cursor={isCursor || undefined}
      data-over={isOver || undefined}
      style={{ paddingInlineStart: `calc(${isCursor ? 'var(--s3) + ' : ''}${step.depth} * var(--s5))` }}
    >
      {/* biome-ignore lint/a11y/useSemanticElements: an input cannot hold a mark for "skipped" and "refused" */}
      <button
        type="button"
        role="checkbox"
        className={styles.box}
        data-box
        tabIndex={isCursor ? 0 : -1}
        aria-checked={settled ? true : status === 'waiting' ? 'mixed' : false}
        aria-disabled={!canRecord || undefined}
        aria-label={`${name}, ${t(`runs.status.${status}`)}`}
        onClick={(event) => {
          // A key comes by the list, which knows what Enter and Space mean here.
          if (event.detail > 0) onAct(step, step.kind === 'action' ? 'tick' : settled ? 'takeBack' : 'do');
        }}
      >
        {Mark && <Mark size={12} strokeWidth={3} aria-hidden />}
        {status === 'waiting' && <Ring />}
      </button>
      {!isNear ? (
        <div className={styles.text}>{name}</div>
      ) : (
        <div className={styles.main}>
          <div className={styles.line}>
            <div className={styles.text}>
              {isPlain(step.text) ? (
                step.text
              ) : (
                <Markdown
                  inline
                  text={step.text}
                  definitions={definitions}
                  imageUrl={props.imageUrl}
                  onLink={props.onLink}
                />
              )}
            </div>
            <StepOutcome step={step} state={state} />
            <StepControl {...props} />
            <StepFacts state={state} directory={props.directory} isWaiting={props.isWaiting} took={props.took} />
            <StepMenu {...props} />
          </div>
          {status === 'done' && state.value?.event.kind === 'text' && (
            <p className={styles.said}>{state.value.event.text}</p>
          )}
          {step.detail && isOpen && (
            <div className={styles.detail}>
              <Markdown text={step.detail} definitions={definitions} imageUrl={props.imageUrl} onLink={props.onLink} />
            </div>
          )}
          {isOver && <p className={styles.drop}>{t('runs.evidence.drop', { limit: format.bytes(EVIDENCE_BYTES) })}</p>}
          <StepValue {...props} />
          <StepAsk {...props} />
        </div>
      )}
    </div>
  );
});
