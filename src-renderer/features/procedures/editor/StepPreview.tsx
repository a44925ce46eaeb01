import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Step } from '../../../../src-shared/procedure/step.ts';
import { type Format, useFormat } from '../../../platform/format.ts';
import { Markdown } from '../../../ui/Markdown.tsx';
import styles from './Preview.module.css';

/** What a step asks for, in few words; nothing for a plain check. */
function asksFor(t: TFunction, format: Format, step: Step): string | undefined {
  switch (step.kind) {
    case 'check':
      return undefined;
    case 'measure': {
      const { unit = '', min, max } = step;
      const bounds = [
        ...(min === undefined ? [] : [`≥ ${format.number(min)}`]),
        ...(max === undefined ? [] : [`≤ ${format.number(max)}`]),
      ].join(', ');
      return [t('procedureEditor.step.measure.name'), `${bounds} ${unit}`.trim()].filter(Boolean).join(' · ');
    }
    case 'choice':
      return step.options.join(' / ');
    case 'timer':
      return `${t('procedureEditor.step.timer.name')} · ${format.duration(step.length)}`;
    case 'approval':
      return `${t('procedureEditor.step.approval.name')} · ${t(`role.${step.by}`)}`;
    case 'action':
      return `${t('procedureEditor.step.action.name')} · ${t(`procedurePage.stepAction.${step.action}`)}`;
    default:
      return t(`procedureEditor.step.${step.kind}.name`);
  }
}

interface Props {
  step: Step;
  number: number;
  definitions: string;
  imageUrl(src: string): string | undefined;
  onLink?(href: string): void;
}

export function StepPreview({ step, number, definitions, imageUrl, onLink }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const asked = asksFor(t, format, step);
  return (
    <div className={styles.step} style={{ marginInlineStart: step.depth * 24 }}>
      <span className={styles.number} data-figures>
        {number}
      </span>
      <span className={styles.box} aria-hidden />
      <div className={styles.words}>
        <p className={styles.head}>
          <Markdown text={step.text} definitions={definitions} imageUrl={imageUrl} onLink={onLink} inline />
          {asked && <span className={styles.kind}>{asked}</span>}
        </p>
        {step.detail && <Markdown text={step.detail} definitions={definitions} imageUrl={imageUrl} onLink={onLink} />}
      </div>
    </div>
  );
}
