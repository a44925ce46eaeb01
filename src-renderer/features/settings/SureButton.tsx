import { useEffect, useRef, useState } from 'react';
import { Button } from '../../ui/Button.tsx';

export interface SureButtonProps {
  label: string;
  /** What the second press does, in words. */
  sure: string;
  onPress(): void;
}

/** For what cannot be taken back: the first press asks, the second does. Leaving it or Escape withdraws the question. */
export function SureButton({ label, sure, onPress }: SureButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const asked = place.current;
    if (!isAsking || !asked) return;
    const withdraw = (event: Event) => {
      if (!(event instanceof KeyboardEvent) || event.key === 'Escape') setAsking(false);
    };
    asked.addEventListener('focusout', withdraw);
    asked.addEventListener('keydown', withdraw);
    return () => {
      asked.removeEventListener('focusout', withdraw);
      asked.removeEventListener('keydown', withdraw);
    };
  }, [isAsking]);

  if (!isAsking) {
    return (
      <Button size="small" onPress={() => setAsking(true)}>
        {label}
      </Button>
    );
  }
  const go = () => {
    setAsking(false);
    onPress();
  };
  return (
    <span ref={place}>
      <Button size="small" variant="danger" autoFocus onPress={go}>
        {sure}
      </Button>
    </span>
  );
}
