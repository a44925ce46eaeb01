import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseMatchers } from '../../../src-shared/silence/parse.ts';
import { silenceState } from '../../../src-shared/silence/state.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useKeptForm } from '../../data/use-kept-form.ts';
import { type TextDraft, useFormDraft } from '../../data/use-text-draft.ts';
import { useFormat } from '../../platform/format.ts';
import { useSecond } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { FoundDraft } from '../../ui/FoundDraft.tsx';
import { NoticeBar } from '../../ui/NoticeBar.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ZoneSelect } from '../../ui/ZoneSelect.tsx';
import { type SilenceQuestion, useSilenceDesk } from './desk.ts';
import { MatcherPreview } from './MatcherPreview.tsx';
import { matcherProblem } from './matcher-problem.ts';
import styles from './Silences.module.css';
import { draftName, isOlder, type SilenceForm, silenceForm, silenceFormSchema, startOf } from './silence-form.ts';
import { useFiringAlerts } from './use-firing-alerts.ts';

const LENGTHS = [30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];

interface Props {
  question: Exclude<SilenceQuestion, { kind: 'import' }>;
  directory: Directory;
  onClose(): void;
}

/** A new silence or another version of one. Start and end are read in the zone beside them. */
export function SilenceDialog(props: Props) {
  const draft = useFormDraft(draftName(props.question), silenceFormSchema);
  return draft.kept === undefined ? null : <SilenceFields {...props} draft={draft} />;
}

function SilenceFields({ question, directory, onClose, draft }: Props & { draft: TextDraft<SilenceForm> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useSecond();
  const data = useData();
  const { actions } = useSilenceDesk();
  const alerts = useFiringAlerts();
  const before = question.kind === 'edit' ? question.doc : undefined;
  const mine = directory.person(directory.me)?.zone ?? format.zone;
  const kept = useKeptForm(draft, () => silenceForm(question, data.now(), mine));
  const { form, set } = kept;
  const { text, start, end, zone, reason } = form;
  const [tried, setTried] = useState(false);

  const parsed = useMemo(() => parseMatchers(text), [text]);
  const hasBegun = before !== undefined && silenceState(before, now) !== 'pending';
  const startsAt = hasBegun ? before.startsAt : startOf(form, now);
  const endsAt = instantOfText(end, zone, 'end');
  const endProblem =
    endsAt === undefined
      ? t('silences.timeUnread')
      : endsAt <= now
        ? t('silences.endPast')
        : startsAt !== undefined && endsAt <= startsAt
          ? t('silences.endBeforeStart')
          : undefined;
  const problem = parsed.ok ? undefined : matcherProblem(t, parsed.error);
  const reasonMissing = reason.trim() === '';

  /** The instants stay; they are read on other clocks. */
  const changeZone = (next: string) =>
    set({
      zone: next,
      ...(startsAt === undefined ? {} : { start: wallText(startsAt, next) }),
      ...(endsAt === undefined ? {} : { end: wallText(endsAt, next) }),
    });
  const confirm = async () => {
    setTried(true);
    if (!parsed.ok || startsAt === undefined || endsAt === undefined || endProblem || reasonMissing) return;
    const content = { matchers: parsed.value, startsAt, endsAt, zone, reason: reason.trim() };
    // A draft of an older version is refused as such.
    const done =
      question.kind === 'edit'
        ? await actions.update(question.id, { ...question.doc, revision: form.revision ?? 1 }, content)
        : await actions.create(content);
    if (!done) return;
    kept.end();
    onClose();
  };

  return (
    <Dialog
      title={t(question.kind === 'edit' ? 'silences.editTitle' : 'silences.newTitle')}
      closeLabel={t('silences.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={confirm}
      confirm={{ label: t(question.kind === 'edit' ? 'silences.save' : 'silences.create') }}
    >
      {isOlder(form, question) ? (
        <NoticeBar
          tone="warn"
          role="alert"
          actions={
            <Button size="small" variant="quiet" onPress={kept.discard}>
              {t('changes.takeNewer')}
            </Button>
          }
        >
          {t('silences.newer')}
        </NoticeBar>
      ) : (
        kept.isFound && (
          <FoundDraft discardLabel={t('procedureEditor.discardDraft')} onDiscard={kept.discard}>
            {t('changes.draftFound')}
          </FoundDraft>
        )
      )}
      <TextArea
        label={t('silences.matchers')}
        hint={t('silences.matchersHint')}
        error={text.trim() === '' && !tried ? undefined : problem}
        value={text}
        onChange={(next) => set({ text: next })}
        rows={2}
        isMono
        autoFocus={text === ''}
        placeholder={'alertname="HighLatency", service=~"api|web"'}
      />
      {parsed.ok && <MatcherPreview matchers={parsed.value} alerts={alerts} />}
      <FieldRow columns={3}>
        <DateField
          label={t('silences.start')}
          hasTime
          value={start}
          onChange={(next) => set({ start: next })}
          isDisabled={hasBegun}
          error={startsAt === undefined ? t('silences.timeUnread') : undefined}
        />
        <DateField
          label={t('silences.end')}
          hasTime
          value={end}
          onChange={(next) => set({ end: next })}
          error={endProblem}
          hint={
            endsAt === undefined
              ? undefined
              : t('silences.lasts', {
                  length: format.duration(Math.ceil((endsAt - (startsAt ?? now)) / MINUTE) * MINUTE),
                })
          }
        />
        <ZoneSelect
          label={t('silences.zone')}
          searchLabel={t('app.searchZones')}
          mine={mine}
          value={zone}
          onChange={changeZone}
        />
      </FieldRow>
      <div className={styles.lengths} role="toolbar" aria-label={t('silences.length')}>
        {LENGTHS.map((length) => (
          <Button
            key={length}
            size="small"
            onPress={() => set({ end: wallText((hasBegun ? now : (startsAt ?? now)) + length, zone) })}
          >
            {format.duration(length)}
          </Button>
        ))}
      </div>
      <TextField
        label={t('silences.reason')}
        value={reason}
        onChange={(next) => set({ reason: next })}
        autoFocus={text !== ''}
        error={tried && reasonMissing ? t('silences.reasonMissing') : undefined}
      />
    </Dialog>
  );
}
