import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { plainText } from '../../../../src-shared/procedure/step-text.ts';
import { useDraft } from '../../../data/use-draft.ts';
import { useFormat } from '../../../platform/format.ts';
import { Button } from '../../../ui/Button.tsx';
import { createFlight } from '../../../ui/one-flight.ts';
import { TextField } from '../../../ui/TextField.tsx';
import { Composer } from './Composer.tsx';
import { rangeText, readNumber } from './measure.ts';
import styles from './StepRow.module.css';
import type { StepRowProps } from './StepRow.tsx';

/** Where a text, a choice or a measure is said: open until it was. */
export function StepValue(props: StepRowProps) {
  const { step, state, canRecord, asked } = props;
  const settled = state.status === 'done' || state.status === 'skipped';
  if (!canRecord || settled) return null;
  switch (step.kind) {
    case 'measure':
      return <Measure {...props} step={step} isAsked={asked === 'value'} />;
    case 'choice':
      return <Choice {...props} options={step.options} isAsked={asked === 'value'} />;
    case 'text':
      return <Words {...props} isAsked={asked === 'value'} />;
    default:
      return null;
  }
}

function Measure({
  step,
  runId,
  isAsked,
  onSettle,
  onAsk,
}: StepRowProps & { step: Extract<StepRowProps['step'], { kind: 'measure' }>; isAsked: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const draft = useDraft(`run:${runId}/${step.id}/value`);
  const [tried, setTried] = useState(false);
  const field = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isAsked) field.current?.querySelector('input')?.focus();
  }, [isAsked]);
  const value = readNumber(draft.text);
  const range = rangeText(step, format.number);
  const [flight] = useState(createFlight);
  const save = () =>
    flight('saved', async () => {
      setTried(true);
      if (value === undefined) return;
      if (await onSettle(step, { kind: 'measure', value, ...(step.unit ? { unit: step.unit } : {}) })) draft.end();
    });
  return (
    <div className={styles.measure} ref={field}>
      <TextField
        aria-label={[plainText(step.text), step.unit, range].filter(Boolean).join(', ')}
        inputMode="decimal"
        value={draft.text}
        onChange={(text) => {
          setTried(false);
          draft.write(text);
        }}
        error={tried && value === undefined ? t('runs.notANumber') : undefined}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            void save();
          }
          if (event.key === 'Escape') onAsk(step, undefined);
        }}
      />
      {step.unit && <span>{step.unit}</span>}
      {range && <span className={styles.range}>{range}</span>}
      <Button size="small" keys="Enter" isDisabled={draft.text.trim() === ''} onPress={() => void save()}>
        {t('runs.save')}
      </Button>
    </div>
  );
}

function Choice({
  step,
  options,
  isAsked,
  onSettle,
  onAsk,
}: StepRowProps & { options: readonly string[]; isAsked: boolean }) {
  const group = useRef<HTMLFieldSetElement>(null);
  useEffect(() => {
    if (isAsked) group.current?.querySelector('button')?.focus();
  }, [isAsked]);
  return (
    <fieldset
      ref={group}
      className={styles.choice}
      aria-label={plainText(step.text)}
      onKeyDown={(event) => {
        const digit = Number(event.key);
        const option = options[digit - 1];
        if (event.key === 'Escape') onAsk(step, undefined);
        else if (digit > 0 && option !== undefined) void onSettle(step, { kind: 'choice', option });
      }}
    >
      {options.map((option, index) => (
        <Button
          key={option}
          size="small"
          keys={isAsked && index < 9 ? String(index + 1) : undefined}
          onPress={() => void onSettle(step, { kind: 'choice', option })}
        >
          {option}
        </Button>
      ))}
    </fieldset>
  );
}

function Words({ step, runId, isCursor, isAsked, onSettle, onAsk }: StepRowProps & { isAsked: boolean }) {
  const { t } = useTranslation();
  if (!isCursor && !isAsked) return null;
  return (
    <Composer
      draft={`run:${runId}/${step.id}/value`}
      label={plainText(step.text)}
      placeholder={t('runs.textPlaceholder')}
      save={t('runs.save')}
      takesFocus={isAsked}
      onSave={(text) => onSettle(step, { kind: 'text', text })}
      onCancel={() => onAsk(step, undefined)}
    />
  );
}
