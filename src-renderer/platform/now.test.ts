import { describe, expect, it } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { createReading, createTicker, minuteOf, type TickerPage } from './now.ts';

function setUp(start: string) {
  let now = instant(start);
  let hidden = false;
  let timer: { at: number; run: () => void } | undefined;
  let onVisibility = () => {};
  const page: TickerPage = {
    get hidden() {
      return hidden;
    },
    onVisibilityChange(listener) {
      onVisibility = listener;
      return () => {
        onVisibility = () => {};
      };
    },
    after(delay, run) {
      const mine = { at: now + delay, run };
      timer = mine;
      return () => {
        if (timer === mine) timer = undefined;
      };
    },
  };
  const ticker = createTicker({ clock: { now: () => now }, page });
  return {
    ticker,
    armed: () => timer !== undefined,
    advance(ms: number) {
      const until = now + ms;
      while (timer && timer.at <= until) {
        const due = timer;
        timer = undefined;
        now = due.at;
        due.run();
      }
      now = until;
    },
    show(visible: boolean) {
      hidden = !visible;
      onVisibility();
    },
    jump(ms: number) {
      now += ms;
    },
  };
}

describe('ticker', () => {
  it('ticks once a second, on the second', () => {
    const { ticker, advance } = setUp('2026-11-24T09:39:18.400Z');
    const seen: number[] = [];
    ticker.subscribe(() => seen.push(ticker.second()));
    advance(2_600);
    expect(seen).toEqual(['19', '20', '21'].map((second) => instant(`2026-11-24T09:39:${second}Z`)));
  });

  it('stands still while nobody listens or the page is hidden, and catches up when it shows', () => {
    const { ticker, armed, advance, show } = setUp('2026-11-24T09:39:18Z');
    expect(armed()).toBe(false);
    let calls = 0;
    const stop = ticker.subscribe(() => {
      calls += 1;
    });
    show(false);
    expect(armed()).toBe(false);
    advance(60_000);
    expect(calls).toBe(0);
    show(true);
    expect(calls).toBe(1);
    expect(ticker.second()).toBe(instant('2026-11-24T09:40:18Z'));
    stop();
    expect(armed()).toBe(false);
  });

  it('shows the present again after the clock jumped', () => {
    const { ticker, jump } = setUp('2026-11-24T09:39:18Z');
    ticker.subscribe(() => {});
    jump(3_600_000);
    ticker.refresh();
    expect(ticker.second()).toBe(instant('2026-11-24T10:39:18Z'));
  });
});

describe('what is read from the clock', () => {
  const DEADLINE = instant('2026-11-24T09:40:00Z');

  function follow<T>(start: string, read: (now: number) => T) {
    const { ticker, advance, ...rest } = setUp(start);
    const reading = createReading<T>(ticker);
    const seen = [reading(read)];
    ticker.subscribe(() => {
      const next = reading(read);
      if (next !== seen.at(-1)) seen.push(next);
    });
    return { seen, advance, ticker, ...rest };
  }

  it('is the very same value as long as its parts are the same', () => {
    const { seen, advance } = follow('2026-11-24T09:39:57Z', (now) => ({ lapsed: DEADLINE <= now, who: 'nobody' }));
    advance(10_000);
    expect(seen).toEqual([
      { lapsed: false, who: 'nobody' },
      { lapsed: true, who: 'nobody' },
    ]);
  });

  it('turns in the second in which it is due', () => {
    const { seen, advance } = follow('2026-11-24T09:39:57.300Z', (now) => DEADLINE <= now);
    advance(2_600);
    expect(seen).toEqual([false]);
    advance(100);
    expect(seen).toEqual([false, true]);
  });

  it('counts lists by their entries', () => {
    const instants = [instant('2026-11-24T09:39:58Z'), instant('2026-11-24T09:39:59Z'), DEADLINE];
    const { seen, advance } = follow('2026-11-24T09:39:57Z', (now) => instants.filter((at) => at > now));
    advance(60_000);
    expect(seen.map((left) => left.length)).toEqual([3, 2, 1, 0]);
  });

  it('changes once a minute where minutes are shown, and at once after a jump', () => {
    const { seen, advance, jump, ticker } = follow('2026-11-24T09:39:18Z', minuteOf);
    advance(90_000);
    expect(seen).toEqual(['39', '40'].map((minute) => instant(`2026-11-24T09:${minute}:00Z`)));
    jump(3_600_000);
    ticker.refresh();
    expect(seen.at(-1)).toBe(instant('2026-11-24T10:40:00Z'));
  });

  it('changes nothing while the page is hidden, and is right when it shows', () => {
    const { seen, advance, show } = follow('2026-11-24T09:39:18Z', minuteOf);
    show(false);
    advance(600_000);
    expect(seen).toHaveLength(1);
    show(true);
    expect(seen.at(-1)).toBe(instant('2026-11-24T09:49:00Z'));
  });
});
