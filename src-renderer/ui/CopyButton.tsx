import Check from 'lucide-react/icons/check';
import Copy from 'lucide-react/icons/copy';
import { useEffect, useState } from 'react';
import { Button } from './Button.tsx';

export interface CopyButtonProps {
  label: string;
  /** Said in its place for a moment once it is copied. */
  copiedLabel: string;
  /** Puts the text on the clipboard; the kit has no access to it. */
  onCopy(): void | Promise<void>;
}

const SAID_MS = 1_600;

export function CopyButton({ label, copiedLabel, onCopy }: CopyButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SAID_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <Button
      size="small"
      variant="quiet"
      icon={copied ? <Check aria-hidden /> : <Copy aria-hidden />}
      onPress={async () => {
        await onCopy();
        setCopied(true);
      }}
    >
      {copied ? copiedLabel : label}
    </Button>
  );
}
