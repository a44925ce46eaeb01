import FileText from 'lucide-react/icons/file-text';
import ImageOff from 'lucide-react/icons/image-off';
import X from 'lucide-react/icons/x';
import { useState } from 'react';
import { VisuallyHidden } from 'react-aria-components';
import { Button } from './Button.tsx';
import { Dialog } from './Dialog.tsx';
import styles from './FileTile.module.css';
import { IconButton } from './IconButton.tsx';

export interface FileTileProps {
  name: string;
  /** Below the name: how large it is, or why it cannot be shown. */
  fact: string;
  /** Below the whole picture, and with the name where the pointer rests. */
  facts: string;
  /** What it is by its content. */
  hash: string;
  state: 'here' | 'waiting' | 'missing';
  /** Where a picture is found; without one it is a file to be saved. */
  picture?: string | undefined;
  words: { show: string; save: string; saveIt: string; close: string };
  onSave(): void;
  /** How it is called to take it away, where it can be. */
  removeLabel?: string;
  onRemove?(): void;
}

/** A file by its name: a picture is shown, anything else is saved. */
export function FileTile(props: FileTileProps) {
  const { name, fact, facts, hash, state, words, onSave, removeLabel, onRemove } = props;
  const [isOpen, setOpen] = useState(false);
  const [isBroken, setBroken] = useState(false);
  const picture = isBroken ? undefined : props.picture;
  return (
    <span className={styles.tile}>
      <button
        type="button"
        className={styles.file}
        data-state={state}
        data-picture={picture !== undefined || undefined}
        title={`${name}\n${facts}\nSHA-256 ${hash}`}
        disabled={state !== 'here'}
        onClick={() => (picture === undefined ? onSave() : setOpen(true))}
      >
        {picture !== undefined && state === 'here' ? (
          <img className={styles.thumb} src={picture} alt="" onError={() => setBroken(true)} />
        ) : (
          <span className={styles.icon}>
            {state === 'missing' ? <ImageOff size={16} aria-hidden /> : <FileText size={16} aria-hidden />}
          </span>
        )}
        <span className={styles.texts}>
          <VisuallyHidden>{picture === undefined ? words.save : words.show}</VisuallyHidden>
          <span className={styles.name} aria-hidden>
            {name}
          </span>
          <span className={styles.facts}>{fact}</span>
        </span>
      </button>
      {removeLabel !== undefined && (
        <IconButton size="small" label={removeLabel} icon={<X size={13} aria-hidden />} onPress={onRemove} />
      )}
      {isOpen && (
        <Dialog
          title={name}
          closeLabel={words.close}
          size="wide"
          onClose={() => setOpen(false)}
          onSubmit={() => setOpen(false)}
          actions={
            <>
              <Button onPress={onSave}>{words.saveIt}</Button>
              <Button type="submit" variant="primary" keys="Escape">
                {words.close}
              </Button>
            </>
          }
        >
          <figure className={styles.shown}>
            <img src={picture} alt={name} />
            <figcaption>
              {facts}
              <code>{hash}</code>
            </figcaption>
          </figure>
        </Dialog>
      )}
    </span>
  );
}
