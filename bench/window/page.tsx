import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** One field that React controls: the least that typing can cost. */
function Empty() {
  const [text, setText] = useState('');
  return <input aria-label="text" value={text} onChange={(event) => setText(event.target.value)} />;
}

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <Empty />
    </StrictMode>,
  );
}
