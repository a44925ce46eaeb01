import { memo, useRef } from 'react';
import type { RunProgress } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import type { Millis } from '../../../../src-shared/time/clock.ts';
import type { Group } from './groups.ts';
import { useNear } from './near.ts';
import { ProseBlock } from './ProseBlock.tsx';
import styles from './StepList.module.css';
import type { Asked } from './StepList.tsx';
import { StepRow, type StepRowProps } from './StepRow.tsx';
import { type Approver, mayApprove } from './step-events.ts';
import type { StepButton } from './target.ts';

interface Props
  extends Pick<
    StepRowProps,
    'runId' | 'definitions' | 'directory' | 'canRecord' | 'may' | 'imageUrl' | 'onLink' | 'onAct' | 'onSettle' | 'onAsk'
  > {
  group: Group;
  states: RunProgress['states'];
  /** Only its room is kept otherwise. */
  isDrawn: boolean;
  /** Among those that are seen first. */
  isFirst: boolean;
  /** The step under the cursor, where it is one of these; so with what is asked about one, and held over one. */
  cursor: string | undefined;
  asked: { step: string; what: Asked } | undefined;
  over: string | undefined;
  waiting: ReadonlySet<string>;
  times: ReadonlyMap<string, Millis> | undefined;
  approver: Approver;
  buttonOf?(step: Step): StepButton | undefined;
}

/** A stretch of the list. Out of sight it costs nothing but its room; its rows are plain until it comes near. */
export const StepGroup = memo(function StepGroup(props: Props) {
  const { group, states, isDrawn, isFirst, cursor, asked, over, waiting, times, approver, buttonOf, ...shared } = props;
  const root = useRef<HTMLDivElement>(null);
  const isNear = useNear(root, isFirst);
  return (
    <div ref={root} className={styles.group} style={{ containIntrinsicBlockSize: `auto ${group.height}px` }}>
      {!isDrawn && <div data-undrawn style={{ blockSize: group.height }} />}
      {isDrawn &&
        group.blocks.map((block) => {
          if (block.kind === 'prose') {
            return (
              <ProseBlock
                key={`prose-${block.line}`}
                text={block.markdown}
                isNear={isNear}
                definitions={shared.definitions}
                imageUrl={shared.imageUrl}
                onLink={shared.onLink}
              />
            );
          }
          const { step } = block;
          const state = states.get(step.id);
          const isCursor = step.id === cursor;
          return (
            state && (
              <StepRow
                key={step.id}
                {...shared}
                step={step}
                state={state}
                isNear={isNear || isCursor}
                isCursor={isCursor}
                isWaiting={waiting.has(step.id)}
                took={times?.get(step.id)}
                isOver={over === step.id}
                approves={step.kind === 'approval' ? mayApprove(step, approver) : undefined}
                asked={asked?.step === step.id ? asked.what : undefined}
                button={step.kind === 'action' ? buttonOf?.(step) : undefined}
              />
            )
          );
        })}
    </div>
  );
});
