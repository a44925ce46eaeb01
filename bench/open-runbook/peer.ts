import { createElement } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import ReactMarkdown from 'react-markdown';
import rehypeSanitize from 'rehype-sanitize';
import remarkGfm from 'remark-gfm';

/** The whole text at once, as a page made with react-markdown does; answers the milliseconds to the next frame. */
function show(text: string): Promise<number> {
  const place = document.createElement('div');
  document.body.append(place);
  const before = performance.now();
  flushSync(() =>
    createRoot(place).render(
      createElement(ReactMarkdown, { remarkPlugins: [remarkGfm], rehypePlugins: [rehypeSanitize] }, text),
    ),
  );
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - before))));
}

Reflect.set(globalThis, '__show', show);
