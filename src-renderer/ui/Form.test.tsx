import type { FormEvent, ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test, vi } from 'vitest';
import { Form } from './Form.tsx';

/** Sends a form as Enter or a press does. */
function sender(onSubmit: () => unknown): () => void {
  let form: ReactElement<{ onSubmit(event: FormEvent): void }> | undefined;
  function Page() {
    form = Form({ onSubmit, children: null });
    return form;
  }
  renderToStaticMarkup(<Page />);
  vi.stubGlobal('requestAnimationFrame', () => 0);
  const self = {};
  return () => form?.props.onSubmit({ target: self, currentTarget: self, preventDefault() {} } as never);
}

test('a form that is being sent is not sent again, and is once that is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  let sent = 0;
  const send = sender(() => {
    sent += 1;
    return promise;
  });
  send();
  send();
  expect(sent).toBe(1);
  resolve();
  await vi.waitFor(() => {
    send();
    expect(sent).toBe(2);
  });
});
