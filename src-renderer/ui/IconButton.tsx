import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip as AriaTooltip, type PressEvent, TooltipTrigger } from 'react-aria-components';
import styles from './IconButton.module.css';
import { Kbd } from './Kbd.tsx';
import tooltip from './Tooltip.module.css';

export interface IconButtonProps {
  /** Its name, read aloud and shown as its tooltip. */
  label: string;
  icon: ReactNode;
  keys?: string;
  size?: 'normal' | 'small';
  isDisabled?: boolean;
  /** For a toggle: whether it is on. */
  isOn?: boolean;
  slot?: string;
  onPress?: (event: PressEvent) => void;
}

export function IconButton(props: IconButtonProps) {
  const { label, icon, keys, size = 'normal', isDisabled, isOn, slot, onPress } = props;
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <AriaButton
        className={styles.button}
        data-size={size}
        aria-label={label}
        aria-pressed={isOn}
        isDisabled={isDisabled}
        slot={slot}
        onPress={onPress}
      >
        {icon}
      </AriaButton>
      <AriaTooltip className={tooltip.tooltip} offset={6}>
        {label}
        <Kbd>{keys}</Kbd>
      </AriaTooltip>
    </TooltipTrigger>
  );
}
