import type { ReactNode } from 'react';
import { type Key, ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import styles from './SegmentedControl.module.css';

export interface SegmentedControlProps<K extends string> {
  label: string;
  value: K;
  onChange(value: K): void;
  options: readonly { id: K; label: ReactNode }[];
  isDisabled?: boolean;
  /** As wide as its surroundings, in equal parts. */
  isStretched?: boolean;
}

/** One of a few, all in sight. */
export function SegmentedControl<K extends string>(props: SegmentedControlProps<K>) {
  const { label, value, onChange, options, isDisabled, isStretched } = props;
  const choose = (keys: Set<Key>) => {
    const option = options.find(({ id }) => keys.has(id));
    if (option) onChange(option.id);
  };
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={styles.group}
      data-stretched={isStretched || undefined}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={choose}
      isDisabled={isDisabled}
    >
      {options.map((option) => (
        <ToggleButton key={option.id} id={option.id} className={styles.option}>
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
