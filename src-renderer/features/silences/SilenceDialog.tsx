import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatMatchers, parseMatchers } from '../../../src-shared/silence/parse.ts';
import { silenceState } from '../../../src-shared/silence/state.ts';
import { instantOfText, wallText } from '../../../src-shared/silence/wall-time.ts';
import { HOUR, MINUTE } from '../../../src-shared/time/clock.ts';
import { useData } from '../../data/DataProvider.tsx';
import type { Directory } from '../../data/directory.ts';
import { useFormat } from '../../platform/format.ts';
import { useSecond } from '../../platform/now.ts';
import { Button } from '../../ui/Button.tsx';
import { DateField } from '../../ui/DateField.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { FieldRow } from '../../ui/FieldRow.tsx';
import { TextArea } from '../../ui/TextArea.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { ZoneSelect } from '../../ui/ZoneSelect.tsx';
import { type SilenceQuestion, useSilenceDesk } from './desk.ts';
import { MatcherPreview } from './MatcherPreview.tsx';
import { matcherProblem } from './matcher-problem.ts';
import styles from './Silences.module.css';
import { useFiringAlerts } from './use-firing-alerts.ts';

const LENGTHS = [30 * MINUTE, HOUR, 2 * HOUR, 4 * HOUR, 8 * HOUR, 24 * HOUR];

interface Props {
  question: Exclude<SilenceQuestion, { kind: 'import' }>;
  directory: Directory;
  onClose(): void;
}

/** A new silence or another version of one. Start and end are read in the zone beside them. */
export function SilenceDialog({ question, directory, onClose }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useSecond();
  const data = useData();
  const { actions } = useSilenceDesk();
  const alerts = useFiringAlerts();
  const before = question.kind === 'edit' ? question.doc : undefined;
  const [opened] = useState(() => data.now());
  const mine = directory.person(directory.me)?.zone ?? format.zone;
  const [zone, setZone] = useState(before?.zone ?? mine);
  const [text, setText] = useState(
    formatMatchers(question.kind === 'edit' ? question.doc.matchers : question.matchers),
  );
  const [start, setStart] = useState(wallText(before?.startsAt ?? opened, zone));
  const [end, setEnd] = useState(wallText(before?.endsAt ?? opened + 2 * HOUR, zone));
  const [reason, setReason] = useState(before?.reason ?? (question.kind === 'new' ? (question.reason ?? '') : ''));
  const [tried, setTried] = useState(false);

  const parsed = useMemo(() => parseMatchers(text), [text]);
  const hasBegun = before !== undefined && silenceState(before, now) !== 'pending';
  // A start that was left alone is now, however long the form stands open.
  const untouched = before === undefined && start === wallText(opened, zone);
  const startsAt = hasBegun ? before.startsAt : untouched ? now : instantOfText(start, zone, 'start');
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

  const changeZone = (next: string) => {
    // The instants stay; they are read on other clocks.
    if (startsAt !== undefined) setStart(wallText(startsAt, next));
    if (endsAt !== undefined) setEnd(wallText(endsAt, next));
    setZone(next);
  };
  const confirm = async () => {
    setTried(true);
    if (!parsed.ok || startsAt === undefined || endsAt === undefined || endProblem || reasonMissing) return;
    const content = { matchers: parsed.value, startsAt, endsAt, zone, reason: reason.trim() };
    const done =
      question.kind === 'edit'
        ? await actions.update(question.id, question.doc, content)
        : await actions.create(content);
    if (done) onClose();
  };

  return (
    <Dialog
      title={t(question.kind === 'edit' ? 'silences.editTitle' : 'silences.newTitle')}
      closeLabel={t('silences.cancel')}
      size="wide"
      onClose={onClose}
      onSubmit={() => void confirm()}
      confirm={{ label: t(question.kind === 'edit' ? 'silences.save' : 'silences.create') }}
    >
      <TextArea
        label={t('silences.matchers')}
        hint={t('silences.matchersHint')}
        error={text.trim() === '' && !tried ? undefined : problem}
        value={text}
        onChange={setText}
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
          onChange={setStart}
          isDisabled={hasBegun}
          error={startsAt === undefined ? t('silences.timeUnread') : undefined}
        />
        <DateField
          label={t('silences.end')}
          hasTime
          value={end}
          onChange={setEnd}
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
            onPress={() => setEnd(wallText((hasBegun ? now : (startsAt ?? now)) + length, zone))}
          >
            {format.duration(length)}
          </Button>
        ))}
      </div>
      <TextField
        label={t('silences.reason')}
        value={reason}
        onChange={setReason}
        autoFocus={text !== ''}
        error={tried && reasonMissing ? t('silences.reasonMissing') : undefined}
      />
    </Dialog>
  );
}
