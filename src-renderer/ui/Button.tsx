import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip as AriaTooltip, type PressEvent, TooltipTrigger } from 'react-aria-components';
import styles from './Button.module.css';
import { Kbd } from './Kbd.tsx';
import tooltip from './Tooltip.module.css';

export interface ButtonProps {
  children: ReactNode;
  /** `primary`: the one thing to do here. `danger`: a P0, or something that cannot be taken back. */
  variant?: 'plain' | 'primary' | 'danger' | 'quiet';
  size?: 'normal' | 'small';
  /** The shortcut that does the same, as read on this platform. */
  keys?: string;
  icon?: ReactNode;
  isDisabled?: boolean;
  /** Why it cannot be pressed. The button then stays reachable by keyboard, and says so. */
  reason?: string;
  isPending?: boolean;
  type?: 'button' | 'submit' | 'reset';
  form?: string;
  autoFocus?: boolean;
  slot?: string;
  'aria-label'?: string;
  'aria-describedby'?: string;
  'aria-pressed'?: boolean;
  onPress?: (event: PressEvent) => void;
}

export function Button(props: ButtonProps) {
  const {
    children,
    variant = 'plain',
    size = 'normal',
    keys,
    icon,
    reason,
    isDisabled,
    type,
    autoFocus,
    onPress,
    ...rest
  } = props;
  const explained = isDisabled === true && reason !== undefined && reason !== '';
  const button = (
    <AriaButton
      {...rest}
      className={styles.button}
      data-variant={variant}
      data-size={size}
      data-explained={explained || undefined}
      aria-disabled={explained || undefined}
      isDisabled={isDisabled && !explained}
      type={explained ? 'button' : type}
      // What cannot be pressed would come with its reason over the page.
      autoFocus={autoFocus && !explained}
      onPress={explained ? undefined : onPress}
    >
      {icon}
      <span className={styles.label}>{children}</span>
      {keys && <Kbd>{keys}</Kbd>}
    </AriaButton>
  );
  if (!explained) return button;
  return (
    <TooltipTrigger delay={200} closeDelay={0}>
      {button}
      <AriaTooltip className={tooltip.tooltip} offset={6}>
        {reason}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
