import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PhaseView } from '../../../../src-shared/procedure/phases.ts';
import { type PhasesReading, usePhases } from '../../../data/use-phases.ts';
import { useFormat } from '../../../platform/format.ts';
import { SectionHeading } from '../../../ui/SectionHeading.tsx';
import { Calls } from './Calls.tsx';
import styles from './IncidentChecklist.module.css';
import { PhaseSection } from './PhaseSection.tsx';

export interface IncidentChecklistProps {
  incident: string;
  /** Takes what puts the cursor on the first step that lacks something. */
  onFocus(focus: (() => void) | undefined): void;
}

/** The procedure of the incident's phases: the one that is worked on open, beside its clock. */
export function IncidentChecklist({ incident, onFocus }: IncidentChecklistProps) {
  const reading = usePhases(incident);
  return reading ? <Checklist key={incident} reading={reading} onFocus={onFocus} /> : null;
}

/** Where a person who asks for the steps begins: what is lacking of the phase in hand, else of an earlier one. */
const firstLacking = ({ all }: PhasesReading): PhaseView | undefined => {
  const lacks = (phase: PhaseView) => phase.progress.lacking.length > 0;
  const { current, phases } = all;
  if (current && lacks(current)) return current;
  return phases.find((phase) => phase.place !== 'ahead' && lacks(phase)) ?? current ?? phases[0];
};

function Checklist({ reading, onFocus }: { reading: PhasesReading; onFocus: IncidentChecklistProps['onFocus'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { all, incident, directory, hasTexts } = reading;
  const { phases, former, current } = all;
  /** What a person has opened or closed; the phase in hand is open by itself. */
  const [opened, setOpened] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [wanted, setWanted] = useState<string>();
  const section = useRef<HTMLElement>(null);
  const latest = useRef(reading);
  useEffect(() => {
    latest.current = reading;
  });
  useEffect(() => {
    const focus = () => {
      const phase = firstLacking(latest.current);
      if (!phase) return;
      setOpened((before) => new Map(before).set(phase.runId, true));
      setWanted(phase.runId);
    };
    onFocus(focus);
    // Asked for on another page.
    if (window.location.hash.endsWith('?steps')) focus();
    return () => onFocus(undefined);
  }, [onFocus]);
  useEffect(() => {
    if (wanted === undefined) return;
    const phase = section.current?.querySelector(`[data-phase="${CSS.escape(wanted)}"]`);
    const box = phase?.querySelector<HTMLElement>('[data-box][tabindex="0"]');
    if (!box) return;
    box.focus();
    box.scrollIntoView({ block: 'nearest' });
    setWanted(undefined);
  }, [wanted]);

  const { priority } = incident.doc;
  const { response } = directory.policy(incident.doc.policy).targets[priority];
  const shown = (phase: PhaseView) => (
    <PhaseSection
      key={phase.runId}
      phase={phase}
      incident={incident}
      directory={directory}
      isFormer={phase.window.priority !== priority}
      isOpen={opened.get(phase.runId) ?? phase.runId === current?.runId}
      onToggle={(isOpen) => setOpened((before) => new Map(before).set(phase.runId, isOpen))}
    />
  );
  if (!hasTexts && former.length === 0) return <Calls reading={reading} />;
  return (
    <section ref={section} className={styles.checklist} aria-label={t('phases.title')}>
      <SectionHeading note={current && t('phases.note', { revision: current.revision })}>
        {t('phases.title')}
      </SectionHeading>
      <Calls reading={reading} />
      {phases.length === 0 && (
        <p className={styles.none}>
          {response === null
            ? t('phases.noneAtAll', { priority })
            : t('phases.none', { priority, time: format.duration(response) })}
        </p>
      )}
      {phases.map(shown)}
      {former.map(shown)}
    </section>
  );
}
