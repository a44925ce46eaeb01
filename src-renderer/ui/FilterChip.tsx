import Check from 'lucide-react/icons/check';
import X from 'lucide-react/icons/x';
import { Button, DialogTrigger, ListBox, ListBoxItem, Popover } from 'react-aria-components';
import styles from './FilterChip.module.css';

export interface FilterChipProps {
  /** What is filtered: « Priorité ». */
  label: string;
  /** Names the cross that empties the condition. */
  removeLabel: string;
  options: readonly { id: string; label: string }[];
  chosen: readonly string[];
  onChange(chosen: string[]): void;
  /** Words for what is chosen, from the labels. */
  summary(labels: string[]): string;
  /** One at most. */
  single?: boolean;
  /** Never empty: a choice rather than a condition. */
  required?: boolean;
}

/** A condition as a chip: grey while it lets everything through; opens to its values. */
export function FilterChip({
  label,
  removeLabel,
  options,
  chosen,
  onChange,
  summary,
  single,
  required,
}: FilterChipProps) {
  const labels = chosen.map((id) => options.find((one) => one.id === id)?.label ?? id);
  const active = chosen.length > 0 && !required;
  if (options.length === 0 && !active) return null;
  return (
    <span className={styles.chip} data-active={active || undefined}>
      <DialogTrigger>
        <Button className={styles.open}>
          <span>{label}</span>
          {chosen.length > 0 && <span className={styles.value}>{summary(labels)}</span>}
        </Button>
        <Popover className={styles.popover} offset={4} placement="bottom start">
          <ListBox
            className={styles.list}
            aria-label={label}
            autoFocus
            selectionMode={single ? 'single' : 'multiple'}
            // Escape closes; it must not take the condition away on its way.
            escapeKeyBehavior="none"
            disallowEmptySelection={required}
            selectedKeys={[...chosen]}
            onSelectionChange={(keys) => onChange(keys === 'all' ? options.map(({ id }) => id) : [...keys].map(String))}
          >
            {options.map((option) => (
              <ListBoxItem key={option.id} id={option.id} textValue={option.label} className={styles.item}>
                <Check size={13} className={styles.check} aria-hidden />
                {option.label}
              </ListBoxItem>
            ))}
          </ListBox>
        </Popover>
      </DialogTrigger>
      {active && (
        <Button className={styles.remove} aria-label={removeLabel} onPress={() => onChange([])}>
          <X size={12} aria-hidden />
        </Button>
      )}
    </span>
  );
}
