import { useRef } from 'react';
import { Menu, MenuItem, Popover } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { NOBODY, responders } from '../../../data/assignees.ts';
import type { Directory } from '../../../data/directory.ts';
import { Avatar } from '../../../ui/Avatar.tsx';
import menu from '../../../ui/Select.module.css';

interface Props {
  directory: Directory;
  label: string;
  onChoose(person: string | undefined): void;
  onClose(): void;
}

/** Who is to do a step: oneself first, by the first letters of a name. Open while it is rendered. */
export function AssignMenu({ directory, label, onChoose, onClose }: Props) {
  const { t } = useTranslation();
  const anchor = useRef<HTMLSpanElement>(null);
  const items = responders(directory).map(({ id, doc }) => ({
    id,
    name: doc.name,
    label: id === directory.me ? t('incident.you') : doc.name,
  }));
  return (
    <>
      <span ref={anchor} />
      <Popover
        className={menu.popover}
        triggerRef={anchor}
        isOpen
        placement="bottom start"
        offset={4}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      >
        <Menu
          className={menu.list}
          aria-label={label}
          autoFocus="first"
          onAction={(key) => onChoose(key === NOBODY ? undefined : String(key))}
        >
          {items.map(({ id, name, label: shown }) => (
            <MenuItem key={id} id={id} className={menu.option} textValue={shown}>
              <Avatar name={name} size="small" />
              {shown}
            </MenuItem>
          ))}
          <MenuItem id={NOBODY} className={menu.option} textValue={t('incident.nobody')}>
            <Avatar name="" size="small" />
            {t('incident.nobody')}
          </MenuItem>
        </Menu>
      </Popover>
    </>
  );
}
