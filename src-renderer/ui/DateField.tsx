import { type DateValue, parseDate, parseDateTime } from '@internationalized/date';
import CalendarIcon from 'lucide-react/icons/calendar';
import ChevronLeft from 'lucide-react/icons/chevron-left';
import ChevronRight from 'lucide-react/icons/chevron-right';
import type { KeyboardEvent } from 'react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DateInput,
  DatePicker,
  DateSegment,
  Dialog,
  Group,
  Heading,
  Popover,
} from 'react-aria-components';
import styles from './DateField.module.css';
import fieldStyles from './Field.module.css';
import { Field, type FieldTexts } from './Field.tsx';
import { sendForm } from './Form.tsx';

interface Props extends FieldTexts {
  'aria-label'?: string;
  /** `2026-11-24`, with a time `2026-11-24T10:39` on the clocks that the form names. Empty: none. */
  value: string;
  onChange(value: string): void;
  hasTime?: boolean;
  isDisabled?: boolean;
  autoFocus?: boolean;
  onBlur?(): void;
}

function read(text: string, hasTime: boolean): DateValue | null {
  try {
    return hasTime ? parseDateTime(text) : parseDate(text);
  } catch {
    return null;
  }
}

/** Enter sends the form, as from a text field. */
function onEnter(event: KeyboardEvent<HTMLElement>) {
  if (event.key === 'Enter' && !event.repeat) sendForm(event.currentTarget.closest('form'));
}

const ICON = { size: 14, strokeWidth: 1.6, 'aria-hidden': true } as const;

/**
 * A day, or a day and a time, in the order and the words of the console's language and not of the system's; hours count
 * to 24. Digits lead from part to part, arrows count, Alt ↓ opens the month.
 */
export function DateField(props: Props) {
  const { label, hint, error, value, onChange, hasTime = false, isDisabled, autoFocus, onBlur } = props;
  return (
    <DatePicker
      className={fieldStyles.field}
      aria-label={props['aria-label']}
      value={read(value, hasTime)}
      onChange={(date) => onChange(date === null ? '' : date.toString().slice(0, hasTime ? 16 : 10))}
      granularity={hasTime ? 'minute' : 'day'}
      hourCycle={24}
      shouldForceLeadingZeros
      validationBehavior="aria"
      isInvalid={Boolean(error)}
      isDisabled={isDisabled}
      autoFocus={autoFocus}
      onBlur={onBlur}
    >
      <Field label={label} hint={hint} error={error}>
        <Group className={`${fieldStyles.input} ${styles.group}`}>
          <div className={styles.parts} onKeyDownCapture={onEnter}>
            <DateInput className={styles.input}>
              {(segment) => <DateSegment segment={segment} className={styles.part} />}
            </DateInput>
          </div>
          <Button className={styles.open}>
            <CalendarIcon {...ICON} />
          </Button>
        </Group>
      </Field>
      <Popover className={styles.popover} offset={4}>
        <Dialog className={styles.dialog}>
          <Calendar>
            <header className={styles.header}>
              <Button slot="previous" className={styles.turn}>
                <ChevronLeft {...ICON} />
              </Button>
              <Heading className={styles.month} />
              <Button slot="next" className={styles.turn}>
                <ChevronRight {...ICON} />
              </Button>
            </header>
            <CalendarGrid className={styles.days} weekdayStyle="short">
              {(date) => <CalendarCell date={date} className={styles.day} />}
            </CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
