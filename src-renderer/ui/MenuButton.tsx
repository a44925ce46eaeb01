import type { ReactNode } from 'react';
import { Button, type Key, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import buttonStyles from './Button.module.css';
import { Kbd } from './Kbd.tsx';
import styles from './Select.module.css';

interface MenuButtonItem {
  id: string;
  label: string;
  icon?: ReactNode;
  keys?: string;
  /** Quieter, behind the label: how it is written. */
  note?: string;
  isDisabled?: boolean;
}

export interface MenuButtonProps {
  label: ReactNode;
  'aria-label'?: string;
  /** What the keys of a list of rows go to. */
  'data-main'?: boolean;
  icon?: ReactNode;
  variant?: 'plain' | 'quiet';
  size?: 'normal' | 'small';
  items: readonly MenuButtonItem[];
  onAction(id: string): void;
}

export function MenuButton({
  label,
  icon,
  variant = 'plain',
  size = 'normal',
  items,
  onAction,
  ...rest
}: MenuButtonProps) {
  return (
    <MenuTrigger>
      <Button className={buttonStyles.button} data-variant={variant} data-size={size} {...rest}>
        {icon}
        {label}
      </Button>
      <Popover className={styles.popover} offset={4} placement="bottom end">
        <Menu
          className={styles.list}
          items={items}
          disabledKeys={items.filter((item) => item.isDisabled).map((item) => item.id)}
          onAction={(key: Key) => onAction(String(key))}
        >
          {(item) => (
            <MenuItem className={styles.option} textValue={item.label}>
              {item.icon}
              {item.label}
              {item.note && <code className={styles.note}>{item.note}</code>}
              {item.keys && <Kbd>{item.keys}</Kbd>}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
