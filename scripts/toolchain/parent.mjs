/** How often the parent is looked at, in ms. */
const INTERVAL = 250;

/**
 * Calls `act` once when npm, which started this script, is gone. Under npm a signal to npm alone ends npm and its
 * shell but not this process, which only sees that it was handed to another parent. Does nothing outside npm.
 */
export function onNpmGone(act) {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    act();
  }, INTERVAL);
  timer.unref();
}
