import { describe, expect, it } from 'vitest';
import { instant } from '../../src-shared/time/clock.ts';
import { createTicker, type TickerPage } from './now.ts';

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
