import X from 'lucide-react/icons/x';
import type { ReactNode } from 'react';
import { Button, ToggleButton } from 'react-aria-components';
import styles from './Chip.module.css';

export interface ChipProps {
  children: ReactNode;
  isSelected: boolean;
  onChange(selected: boolean): void;
  count?: number;
  isDisabled?: boolean;
}

/** A filter that is on or off. */
export function Chip({ children, isSelected, onChange, count, isDisabled }: ChipProps) {
  return (
    <ToggleButton className={styles.chip} isSelected={isSelected} onChange={onChange} isDisabled={isDisabled}>
      {children}
      {count !== undefined && <span className={styles.count}>{count}</span>}
    </ToggleButton>
  );
}

/** A filter that is on and can be taken away. */
export function RemovableChip({
  children,
  removeLabel,
  onRemove,
}: {
  children: ReactNode;
  removeLabel: string;
  onRemove(): void;
}) {
  return (
    <span className={styles.chip} data-selected>
      {children}
      <Button className={styles.remove} aria-label={removeLabel} onPress={onRemove}>
        <X size={12} strokeWidth={2} aria-hidden />
      </Button>
    </span>
  );
}
