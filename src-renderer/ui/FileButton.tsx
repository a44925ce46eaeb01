import { FileTrigger } from 'react-aria-components';
import { Button } from './Button.tsx';

export interface FileButtonProps {
  children: string;
  /** Types or endings that the machine's own dialog offers. */
  accept: readonly string[];
  isDisabled?: boolean;
  onText(text: string): void;
}

/** Lets the person choose a file and hands on what is written in it. */
export function FileButton({ children, accept, isDisabled, onText }: FileButtonProps) {
  const read = async (files: FileList | null) => {
    const text = await files?.[0]?.text();
    if (text !== undefined) onText(text);
  };
  return (
    <FileTrigger acceptedFileTypes={accept} onSelect={(files) => void read(files)}>
      <Button size="small" isDisabled={isDisabled}>
        {children}
      </Button>
    </FileTrigger>
  );
}
