import Paperclip from 'lucide-react/icons/paperclip';
import { type ClipboardEvent, type DragEvent, type ReactNode, useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { Button } from './Button.tsx';
import styles from './FilesDrop.module.css';

interface Props {
  /** What is within, read aloud. */
  label: string;
  /** On the button that lets files be chosen. */
  choose: string;
  hint: string;
  /** Why no more can be taken. */
  reason?: string | undefined;
  onFiles(files: File[]): void;
  /** Fields and files: what is pasted or let go anywhere on them is taken, text stays text. */
  children: ReactNode;
}

const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer.types.includes('Files');

/** Takes files as they come to hand: chosen, pasted, or let go over it. */
export function FilesDrop({ label, choose, hint, reason, onFiles, children }: Props) {
  const [isOver, setOver] = useState(false);
  const mayTake = reason === undefined;
  const take = (files: FileList | null) => {
    const list = [...(files ?? [])];
    if (list.length > 0) onFiles(list);
  };
  const onPaste = (event: ClipboardEvent) => {
    if (!mayTake || event.clipboardData.files.length === 0) return;
    event.preventDefault();
    take(event.clipboardData.files);
  };
  const onDragOver = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = mayTake ? 'copy' : 'none';
    setOver(mayTake);
  };
  const onDrop = (event: DragEvent) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    setOver(false);
    if (mayTake) take(event.dataTransfer.files);
  };
  return (
    <fieldset
      className={styles.drop}
      aria-label={label}
      data-over={isOver || undefined}
      onPaste={onPaste}
      onDragOver={onDragOver}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      {children}
      <div className={styles.take}>
        <FileTrigger allowsMultiple onSelect={take}>
          <Button size="small" icon={<Paperclip size={13} aria-hidden />} isDisabled={!mayTake} reason={reason}>
            {choose}
          </Button>
        </FileTrigger>
        <span className={styles.hint}>{hint}</span>
      </div>
    </fieldset>
  );
}
