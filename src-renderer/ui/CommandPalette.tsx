import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import styles from './CommandPalette.module.css';
import { Kbd } from './Kbd.tsx';
import { Marked } from './Marked.tsx';

export interface PaletteItem {
  id: string;
  label: string;
  icon?: ReactNode;
  /** At the far end: a service, a state. */
  note?: ReactNode;
  keys?: readonly string[];
  /** Where the label answers what was typed. */
  marks?: readonly { from: number; to: number }[];
  /** What Shift+Enter does instead; said while the row is the current one. */
  second?: string;
  /** Why it cannot be done here; the item stays in sight, greyed. */
  reason?: string;
}

export interface PaletteGroup {
  id: string;
  label: string;
  items: readonly PaletteItem[];
}

export interface CommandPaletteProps {
  label: string;
  placeholder: string;
  nothingFound: string;
  query: string;
  onQuery(query: string): void;
  /** Ranked already. */
  groups: readonly PaletteGroup[];
  onChoose(id: string): void;
  /** Shift+Enter on an item that has a `second`. */
  onSecond?(id: string): void;
  onClose(): void;
}

/** A combobox over a grouped list: the field keeps the focus, arrows move, Enter does. */
export function CommandPalette(props: CommandPaletteProps) {
  const { label, placeholder, nothingFound, query, onQuery, groups, onChoose, onSecond, onClose } = props;
  const listId = useId();
  const items = groups.flatMap((group) => group.items);
  const [cursor, setCursor] = useState(0);
  const at = Math.min(cursor, Math.max(0, items.length - 1));
  const current = items[at];
  const choose = (item: PaletteItem | undefined) => {
    if (item && item.reason === undefined) onChoose(item.id);
  };
  const steer = (event: KeyboardEvent) => {
    const last = items.length - 1;
    const to = {
      ArrowDown: at === last ? 0 : at + 1,
      ArrowUp: at === 0 ? last : at - 1,
      PageDown: Math.min(last, at + 8),
      PageUp: Math.max(0, at - 8),
    }[event.key];
    if (event.key === 'Enter' && event.shiftKey && current?.second !== undefined) onSecond?.(current.id);
    else if (event.key === 'Enter') choose(current);
    else if (to === undefined) return;
    else setCursor(to);
    event.preventDefault();
  };
  return (
    <ModalOverlay className={styles.veil} isOpen isDismissable onOpenChange={(open) => !open && onClose()}>
      <Modal className={styles.modal}>
        <Dialog className={styles.dialog} aria-label={label}>
          <input
            className={styles.field}
            autoFocus
            role="combobox"
            aria-expanded
            aria-controls={listId}
            aria-activedescendant={current && `${listId}-${at}`}
            aria-label={label}
            placeholder={placeholder}
            spellCheck={false}
            value={query}
            onChange={(event) => {
              onQuery(event.target.value);
              setCursor(0);
            }}
            onKeyDown={steer}
          />
          <div className={styles.list} id={listId} role="listbox" aria-label={label}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: the group of a listbox, not of form fields
              <div key={group.id} role="group" aria-labelledby={`${listId}-${group.id}`}>
                <div className={styles.group} id={`${listId}-${group.id}`}>
                  {group.label}
                </div>
                {group.items.map((item) => {
                  const index = items.indexOf(item);
                  return (
                    <PaletteRow
                      key={item.id}
                      id={`${listId}-${index}`}
                      item={item}
                      isCurrent={index === at}
                      onHover={() => setCursor(index)}
                      onChoose={() => choose(item)}
                    />
                  );
                })}
              </div>
            ))}
          </div>
          {items.length === 0 && (
            <p className={styles.nothing} role="status">
              {nothingFound}
            </p>
          )}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

interface PaletteRowProps {
  id: string;
  item: PaletteItem;
  isCurrent: boolean;
  onHover(): void;
  onChoose(): void;
}

function PaletteRow({ id, item, isCurrent, onHover, onChoose }: PaletteRowProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field above has the focus and the keys
    // biome-ignore lint/a11y/useFocusableInteractive: named by aria-activedescendant of the field
    <div
      id={id}
      ref={(row) => {
        if (isCurrent) row?.scrollIntoView({ block: 'nearest' });
      }}
      className={styles.item}
      role="option"
      aria-selected={isCurrent}
      aria-disabled={item.reason !== undefined || undefined}
      title={item.reason}
      onMouseMove={isCurrent ? undefined : onHover}
      onClick={onChoose}
    >
      <span className={styles.icon}>{item.icon}</span>
      <span className={styles.label}>
        <Marked text={item.label} marks={item.marks ?? []} />
      </span>
      <span className={styles.note}>{item.reason ?? item.note}</span>
      {isCurrent && item.second !== undefined && (
        <span className={styles.second}>
          {item.second} <Kbd>⇧ ↵</Kbd>
        </span>
      )}
      {item.keys && (
        <span className={styles.keys}>
          {item.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </div>
  );
}
