import { type FormEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { createFlight } from './one-flight.ts';

interface Props {
  className?: string;
  'aria-label'?: string;
  /** What it answers is waited for: until then the form is not sent again. */
  onSubmit?(): unknown;
  children: ReactNode;
}

/** As its button does: not while that is disabled, or is none since it says why it cannot be pressed. */
export function sendForm(form: HTMLFormElement | null): void {
  const button = form?.querySelector<HTMLButtonElement>('button[type="submit"]:enabled');
  if (button) form?.requestSubmit(button);
}

/** Enter sends it from a line of text, Ctrl+Enter from anywhere in it, where Enter begins a new line as well. */
export function Form({ onSubmit, children, ...rest }: Props) {
  const [flight] = useState(createFlight);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    const form = event.currentTarget;
    // A dialog that stands over it sends its own.
    if (event.target !== form) return;
    event.preventDefault();
    void flight('sent', async () => onSubmit?.());
    // What was found wrong is drawn by then: the hand goes to where it is needed.
    requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  };
  // Before the field has the key, which may have a use for it.
  const onKeyDown = (event: KeyboardEvent<HTMLFormElement>) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    if (!(event.target instanceof Node && event.currentTarget.contains(event.target))) return;
    event.preventDefault();
    event.stopPropagation();
    if (!event.repeat) sendForm(event.currentTarget);
  };
  return (
    <form {...rest} noValidate onSubmit={submit} onKeyDownCapture={onKeyDown}>
      {children}
    </form>
  );
}
