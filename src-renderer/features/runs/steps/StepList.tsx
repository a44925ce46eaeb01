import {
  type ClipboardEvent,
  type DragEvent,
  type FocusEvent,
  type KeyboardEvent,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { personId } from '../../../../src-shared/model/ids.ts';
import type { Run } from '../../../../src-shared/model/run.ts';
import type { ParsedProcedure } from '../../../../src-shared/procedure/parse.ts';
import type { EntryRow, RunProgress } from '../../../../src-shared/procedure/run-state.ts';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { stepTimes } from '../../../../src-shared/procedure/step-times.ts';
import type { Directory } from '../../../data/directory.ts';
import { useUnconfirmedIds } from '../../../data/hooks.ts';
import { useTicker } from '../../../platform/now.ts';
import { FIRST, groupsOf, useDrawn } from './groups.ts';
import { NearContext, useNearWatch } from './near.ts';
import { StepGroup } from './StepGroup.tsx';
import { StepKeys } from './StepKeys.tsx';
import styles from './StepList.module.css';
import { mayApprove, naturalEvent, takenBackBy } from './step-events.ts';
import { OWN_KEYS, type StepCommand, stepCommandOf } from './step-keys.ts';
import type { StepButton, StepCallbacks } from './target.ts';
import { useStepTools } from './use-step-tools.ts';

/** What is being written about a step. */
export type Asked = 'skip' | 'note' | 'refuse' | 'assign' | 'value';

export interface StepListProps extends StepCallbacks {
  procedure: Pick<ParsedProcedure, 'blocks' | 'steps' | 'definitions'>;
  progress: RunProgress;
  entries: readonly EntryRow[];
  /** The id under which things are recorded, of a run that may not exist yet; names the drafts. */
  id: string;
  /** Absent for a phase that nobody has begun: whoever does the first thing starts it. */
  run?: Run;
  directory: Directory;
  /** Names the list. */
  label: string;
  /** Buttons of steps that are actions. */
  buttonOf?(step: Step): StepButton | undefined;
  /** `blob/<hash>.<ext>` in the text → an address that can be shown. */
  imageUrl?(src: string): string | undefined;
  onLink?(href: string): void;
  /** Takes the focus when it is first shown. */
  autoFocus?: boolean;
  /** Steps alone, without the text around them: beside an incident's clock there is no room for it. */
  isCompact?: boolean;
}

/** The steps of a procedure while it is worked through, by keyboard or pointer, online or not. */
export function StepList(props: StepListProps) {
  const { procedure, progress, entries, id, run, directory, label, onRecord, onFiles, autoFocus, isCompact } = props;
  const { steps, blocks, definitions } = procedure;
  const { t } = useTranslation();
  const ticker = useTicker();
  const tools = useStepTools();
  const unconfirmed = useUnconfirmedIds('runEntry');
  const list = useRef<HTMLFieldSetElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState<{ step: string; what: Asked }>();
  const [over, setOver] = useState<string>();

  const at = chosen !== undefined && progress.states.has(chosen) ? chosen : (progress.lacking[0] ?? steps[0])?.id;
  const cursor = steps.find((step) => step.id === at);
  const ended = run?.endedAt !== undefined;
  const may = directory.may('responder');
  const canRecord = may && !ended;
  const approver = useMemo(
    () => ({ may: directory.may, me: directory.me === undefined ? undefined : personId(directory.me), run }),
    [directory, run],
  );
  const boxOf = useCallback(
    (step: string) => list.current?.querySelector<HTMLElement>(`[data-step="${CSS.escape(step)}"] [data-box]`),
    [],
  );
  const awaited = useRef<string>(undefined);
  const goTo = useCallback(
    (step: string | undefined) => {
      if (step === undefined) return;
      setChosen(step);
      const box = boxOf(step);
      box?.focus();
      awaited.current = box ? undefined : step;
    },
    [boxOf],
  );
  // A row further down is drawn because the cursor goes there.
  useLayoutEffect(() => {
    if (awaited.current === undefined) return;
    boxOf(awaited.current)?.focus();
    awaited.current = undefined;
  });
  const startedAt = run?.startedAt;
  const times = useMemo(
    () => (startedAt === undefined ? undefined : stepTimes(progress, startedAt)),
    [progress, startedAt],
  );
  const waitingSteps = useMemo(
    () => new Set(entries.flatMap((entry) => (unconfirmed.has(entry.id) ? [entry.doc.step] : []))),
    [entries, unconfirmed],
  );

  const focused = useRef(false);
  // Before the list is seen: a key that is pressed at once is the list's.
  useLayoutEffect(() => {
    const box = !autoFocus || focused.current || at === undefined ? undefined : boxOf(at);
    if (!box) return;
    focused.current = true;
    box.focus();
  }, [autoFocus, at, boxOf]);

  /** The next step that lacks something, after this one and then from the top. */
  const nextLacking = (after: string) => {
    const index = steps.findIndex((step) => step.id === after);
    const lacking = new Set(progress.lacking.map((step) => step.id));
    lacking.delete(after);
    return [...steps.slice(index + 1), ...steps.slice(0, index)].find((step) => lacking.has(step.id))?.id;
  };

  // An action is done by what happens to the incident, in a dialog or in the tray: the cursor goes on by itself.
  const isActed = cursor?.kind === 'action' && progress.states.get(cursor.id)?.status === 'done';
  const before = useRef({ at, isActed });
  const leftBehind = useRef<string>(undefined);
  useEffect(() => {
    const last = before.current;
    before.current = { at, isActed };
    if (at === undefined || !isActed || last.isActed || last.at !== at) return;
    const next = nextLacking(at);
    if (next === undefined) return;
    leftBehind.current = at;
    if (list.current?.contains(document.activeElement)) goTo(next);
    else setChosen(next);
  });

  const settle = async (step: Step, event: Parameters<typeof onRecord>[1]) => {
    setAsked(undefined);
    const stays = ['note', 'assigned', 'timer', 'undone'].includes(event.kind);
    // At once, so that keys pressed one after another mean one step after another.
    goTo(stays ? step.id : (nextLacking(step.id) ?? step.id));
    const taken = await onRecord(step.id, event);
    if (!taken) goTo(step.id);
    return taken;
  };

  const act = (step: Step, command: StepCommand) => {
    const state = progress.states.get(step.id);
    if (!state) return;
    setChosen(step.id);
    const index = steps.indexOf(step);
    const isDone = state.status === 'done' || state.status === 'skipped';
    switch (command) {
      case 'next':
        return goTo(steps[Math.min(steps.length - 1, index + 1)]?.id);
      case 'previous':
        return goTo(steps[Math.max(0, index - 1)]?.id);
      case 'first':
        return goTo(steps[0]?.id);
      case 'last':
        return goTo(steps.at(-1)?.id);
      case 'copy':
        if (step.kind === 'command') void tools.copy(step.command);
        return;
      case 'open':
        if (step.kind === 'link') (props.onLink ?? tools.open)(step.url);
        return;
      case 'evidence':
        if (may) picker.current?.click();
        return;
      case 'note':
        if (may) setAsked({ step: step.id, what: 'note' });
        return;
      default:
    }
    if (!canRecord) return;
    if (command === 'skip') {
      if (!isDone) setAsked({ step: step.id, what: 'skip' });
    } else if (command === 'assign') setAsked({ step: step.id, what: 'assign' });
    else if (command === 'takeBack' || (command === 'tick' && isDone)) {
      const marks = takenBackBy(state, entries, step.id);
      if (marks.length > 0) void settle(step, { kind: 'undone', entries: marks });
    } else if (command === 'do' && step.kind === 'action' && !isDone) {
      const button = props.buttonOf?.(step);
      if (!button) void settle(step, { kind: 'done' });
      else if (!button.isDisabled) button.onPress();
    } else if (!isDone) {
      if (step.kind === 'approval' && !mayApprove(step, approver)) return;
      const event = naturalEvent(step, state, ticker.now());
      if (event) void settle(step, event);
      else setAsked({ step: step.id, what: 'value' });
    }
  };
  // Rows keep one function however often the list renders.
  const latest = useRef({ act, settle });
  useEffect(() => {
    latest.current = { act, settle };
  });
  const onAct = useCallback((step: Step, command: StepCommand) => latest.current.act(step, command), []);
  const onSettle = useCallback(
    (step: Step, event: Parameters<typeof onRecord>[1]) => latest.current.settle(step, event),
    [],
  );
  const onAsk = useCallback(
    (step: Step, what: Asked | undefined) => {
      setAsked(what && { step: step.id, what });
      if (what === undefined) goTo(step.id);
      else setChosen(step.id);
    },
    [goTo],
  );

  const onKeyDown = (event: KeyboardEvent) => {
    if (!cursor || event.defaultPrevented || !(event.target instanceof HTMLElement)) return;
    // A field's letters are the field's; a button's own keys are the button's.
    if (event.target.closest('input, textarea, select, [role="menu"], [role="listbox"], [role="dialog"]')) return;
    const command = stepCommandOf(event);
    if (!command) return;
    const isBox = event.target.matches('[data-box]') || event.target === list.current;
    if ((command === 'do' || command === 'tick') && !isBox) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat && !['next', 'previous'].includes(command)) return;
    act(cursor, command);
  };
  const onFocus = (event: FocusEvent) => {
    const step = event.target.closest<HTMLElement>('[data-step]')?.dataset.step;
    if (step === undefined || step === at || !event.target.matches('[data-box]')) return;
    // A dialog that closes gives the focus back to where it was opened.
    if (step === leftBehind.current) boxOf(at ?? step)?.focus();
    else setChosen(step);
    leftBehind.current = undefined;
  };
  const onPaste = (event: ClipboardEvent) => {
    const files = [...event.clipboardData.files];
    if (files.length === 0 || !cursor || !may) return;
    event.preventDefault();
    void onFiles(cursor.id, files);
  };
  const stepUnder = (event: DragEvent) =>
    event.target instanceof Element ? event.target.closest<HTMLElement>('[data-step]')?.dataset.step : undefined;
  const onDragOver = (event: DragEvent) => {
    if (!may || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
    setOver(stepUnder(event) ?? at);
  };
  const onDrop = (event: DragEvent) => {
    if (!may || !event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const step = stepUnder(event) ?? at;
    setOver(undefined);
    if (step !== undefined) void onFiles(step, [...event.dataTransfer.files]);
  };

  const near = useNearWatch();
  const groups = useMemo(
    () => groupsOf(isCompact ? blocks.filter((block) => block.kind === 'step') : blocks),
    [blocks, isCompact],
  );
  const drawn = useDrawn(groups.length);
  const groupOf = useMemo(
    () =>
      new Map(
        groups.flatMap((group, index) =>
          group.blocks.flatMap((block) => (block.kind === 'step' ? [[block.step.id, index] as const] : [])),
        ),
      ),
    [groups],
  );
  const groupAt = at === undefined ? 0 : (groupOf.get(at) ?? 0);
  const within = (step: string | undefined, index: number) => step !== undefined && groupOf.get(step) === index;
  return (
    <fieldset
      ref={list}
      className={styles.list}
      aria-label={label}
      tabIndex={-1}
      data-own-keys={OWN_KEYS}
      data-compact={isCompact || undefined}
      onKeyDown={onKeyDown}
      onFocus={onFocus}
      onPaste={onPaste}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(undefined)}
      onDrop={onDrop}
    >
      <NearContext value={near}>
        {groups.map((group, index) => {
          const isFirst = index < FIRST || Math.abs(index - groupAt) <= 1;
          return (
            <StepGroup
              // biome-ignore lint/suspicious/noArrayIndexKey: a stretch has no other identity than its place
              key={index}
              group={group}
              states={progress.states}
              isDrawn={isFirst || index < drawn}
              isFirst={isFirst}
              cursor={index === groupAt ? at : undefined}
              asked={within(asked?.step, index) ? asked : undefined}
              over={within(over, index) ? over : undefined}
              waiting={waitingSteps}
              times={times}
              runId={id}
              definitions={definitions}
              directory={directory}
              canRecord={canRecord}
              may={may}
              approver={approver}
              buttonOf={props.buttonOf}
              imageUrl={props.imageUrl}
              onLink={props.onLink}
              onAct={onAct}
              onSettle={onSettle}
              onAsk={onAsk}
            />
          );
        })}
      </NearContext>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label={t('runs.evidence.choose')}
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (cursor && files.length > 0) void onFiles(cursor.id, files);
        }}
      />
      {cursor && (
        <StepKeys
          step={cursor}
          canRecord={canRecord}
          canTakeBack={canRecord && takenBackBy(progress.states.get(cursor.id), entries, cursor.id).length > 0}
          may={may}
        />
      )}
    </fieldset>
  );
}
