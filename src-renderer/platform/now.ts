import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { shallow } from 'zustand/shallow';
import { type Clock, type Instant, MINUTE, type Millis } from '../../src-shared/time/clock.ts';

/** The parts of a page that the ticker looks at; the tests hand in their own. */
export interface TickerPage {
  readonly hidden: boolean;
  onVisibilityChange(listener: () => void): () => void;
  after(delay: Millis, run: () => void): () => void;
}

/**
 * The one moving clock of the page: every countdown reads it. It is handed the clock corrected by the offset measured
 * against the server, so that two consoles show the same time left.
 */
export interface Ticker extends Clock {
  /** The second that is being shown: constant between two ticks. */
  second(): Instant;
  subscribe(listener: () => void): () => void;
  /** Shows the present second at once: after sleep, when the machine's clock jumped or the offset changed. */
  refresh(): void;
}

export const browserPage = (document: Document, window: Window): TickerPage => ({
  get hidden() {
    return document.hidden;
  },
  onVisibilityChange(listener) {
    document.addEventListener('visibilitychange', listener);
    return () => document.removeEventListener('visibilitychange', listener);
  },
  after(delay, run) {
    const timer = window.setTimeout(run, delay);
    return () => window.clearTimeout(timer);
  },
});

/** Ticks on whole seconds while somebody listens and the page is visible; stands still otherwise. */
export function createTicker(deps: { clock: Clock; page: TickerPage }): Ticker {
  const { clock, page } = deps;
  const listeners = new Set<() => void>();
  let cancel: (() => void) | undefined;
  let stopWatching: (() => void) | undefined;

  const now = () => clock.now();
  // A timer may fire a few milliseconds before its second; 20 ms of grace keeps it from showing the old one twice.
  const present = () => Math.floor((now() + 20) / 1_000) * 1_000;
  let shown = present();

  const emit = () => {
    const next = present();
    if (next === shown) return;
    shown = next;
    for (const listener of listeners) listener();
  };
  const disarm = () => {
    cancel?.();
    cancel = undefined;
  };
  const arm = () => {
    disarm();
    if (listeners.size === 0 || page.hidden) return;
    cancel = page.after(1_000 - (((now() % 1_000) + 1_000) % 1_000), () => {
      emit();
      arm();
    });
  };
  const wake = () => {
    emit();
    arm();
  };

  return {
    now,
    second: () => {
      if (listeners.size === 0) shown = present();
      return shown;
    },
    subscribe(listener) {
      listeners.add(listener);
      if (listeners.size === 1) {
        stopWatching = page.onVisibilityChange(wake);
        wake();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        disarm();
        stopWatching?.();
        stopWatching = undefined;
      };
    },
    refresh: wake,
  };
}

export const TickerContext = createContext<Ticker | undefined>(undefined);

/** The ticker of this page: `now()` for the instant of an action, the hooks below for what is shown. */
export function useTicker(): Ticker {
  const ticker = useContext(TickerContext);
  if (!ticker) throw new Error('useTicker outside TickerContext');
  return ticker;
}

/** Reads the present second through `read`, and answers the value of before as long as its parts are the same. */
export function createReading<T>(ticker: Pick<Ticker, 'second'>): (read: (now: Instant) => T) => T {
  let known: { value: T } | undefined;
  return (read) => {
    const value = read(ticker.second());
    if (known === undefined || !shallow(known.value, value)) known = { value };
    return known.value;
  };
}

/**
 * What `read` makes of the present second. The component renders again when that becomes something else, not each
 * second; objects and lists are the same when their parts are. `read` runs each second: it must be cheap.
 */
export function useTimed<T>(read: (now: Instant) => T): T {
  const ticker = useTicker();
  const reading = useMemo(() => createReading<T>(ticker), [ticker]);
  return useSyncExternalStore(ticker.subscribe, () => reading(read));
}

const secondOf = (now: Instant) => now;
/** The whole minute that an instant is in; in every zone of today it begins and ends with the minutes there. */
export const minuteOf = (now: Instant) => Math.floor(now / MINUTE) * MINUTE;

/** The present second, for the leaf that shows seconds: a page that asked for it would render each second as a whole. */
export const useSecond = (): Instant => useTimed(secondOf);

/** The minute that has begun, for what shows hours and days; the second shown is up to 59 s later. */
export const useMinute = (): Instant => useTimed(minuteOf);
