/**
 * Runs `turn` one at a time. `wake` during a run makes another follow; a turn that answers a promise of work left
 * (`true`) is run again at once.
 */
export function singleFlight(turn: () => Promise<boolean>): { wake(): void; stop(): void } {
  let running = false;
  let again = false;
  let stopped = false;
  const run = async () => {
    running = true;
    do {
      again = false;
      if (await turn()) again = true;
    } while (again && !stopped);
    running = false;
  };
  return {
    wake() {
      if (stopped) return;
      if (running) again = true;
      else void run();
    },
    stop() {
      stopped = true;
    },
  };
}
