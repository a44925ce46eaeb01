import '@fontsource-variable/inter';
import '@fontsource-variable/jetbrains-mono';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { windowBridge } from '../platform/bridge.ts';
import '../ui/tokens.css';
import { CannotOpen } from './CannotOpen.tsx';
import { connectMain } from './connect-main.ts';
import { firstPageDrawn } from './first-page.ts';
import { Providers } from './Providers.tsx';
import { parts, readAhead } from './parts.ts';
import { createServices } from './services.ts';

const place = document.getElementById('app');
if (!place) throw new Error('index.html has no #app');
const root = createRoot(place);

// Read while the records are: the first page is then laid out once, in its own letters.
for (const face of ['13px "Inter Variable"', '13px "JetBrains Mono Variable"']) void document.fonts.load(face);

/** No `await` of the module's own: whatever file is read later imports from this one, and would wait for its end. */
async function open(): Promise<void> {
  try {
    const services = await createServices(windowBridge(), window);
    connectMain(services, window);
    void firstPageDrawn(services.router, window, services.scheduler).then(services.shown.resolve);
    void services.shown.promise
      .then(() => readAhead(window))
      // The runbooks of an alert are known when its incident is opened.
      .then(() => services.data.procedures.ready());
    root.render(
      <StrictMode>
        <Providers services={services}>
          <RouterProvider router={services.router} />
          <parts.keptInStep.Part />
        </Providers>
      </StrictMode>,
    );
  } catch (failure) {
    console.error(failure);
    root.render(
      <CannotOpen detail={failure instanceof Error ? (failure.stack ?? failure.message) : String(failure)} />,
    );
  }
}

void open();
