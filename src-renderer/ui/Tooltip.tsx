import type { ComponentProps } from 'react';
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from 'react-aria-components';
import { Kbd } from './Kbd.tsx';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  text: string;
  keys?: string;
  placement?: 'top' | 'bottom' | 'start' | 'end';
  /** A native element that takes the focus and has a role: a link, a button, a span with tabIndex. */
  children: ComponentProps<typeof Focusable>['children'];
}

/** Says more about something that is already named: never the only name of a control. */
export function Tooltip({ text, keys, placement = 'top', children }: TooltipProps) {
  return (
    <TooltipTrigger delay={400} closeDelay={0}>
      <Focusable>{children}</Focusable>
      <AriaTooltip className={styles.tooltip} offset={6} placement={placement}>
        {text}
        {keys && <Kbd>{keys}</Kbd>}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
