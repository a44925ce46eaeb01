import { type ComponentType, type FunctionComponent, useSyncExternalStore } from 'react';

/** A part of the console whose code is read after the first page. */
export interface LazyPart<P extends object> {
  /** Nothing until the code is here; `Missing` when it could not be read. */
  Part: FunctionComponent<P>;
  /** Reads the code before it is needed. Never rejects: a failure shows where the part would. */
  load(): Promise<void>;
  /** See `lazyPart`. */
  isBeside: boolean;
}

type State<P extends object> = { Loaded?: ComponentType<P>; failed?: true };

/**
 * `React.lazy` without its gap: a part that was read before is there in the very render that asks for it. One that is
 * `beside` the first page is not read because that page has a place for it: it comes by `load`, when the page is drawn.
 */
export function lazyPart<P extends object>(
  read: () => Promise<ComponentType<P>>,
  Missing: ComponentType,
  where?: 'beside',
): LazyPart<P> {
  const isBeside = where === 'beside';
  const listeners = new Set<() => void>();
  let state: State<P> = {};
  let reading: Promise<void> | undefined;
  const become = (next: State<P>) => {
    state = next;
    for (const listener of listeners) listener();
  };
  const load = () => {
    reading ??= read().then(
      (Loaded) => become({ Loaded }),
      (failure: unknown) => {
        console.error('a part of the console could not be read', failure);
        become({ failed: true });
      },
    );
    return reading;
  };
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    if (!isBeside) void load();
    return () => listeners.delete(listener);
  };
  return {
    load,
    isBeside,
    Part(props) {
      const { Loaded, failed } = useSyncExternalStore(subscribe, () => state);
      if (Loaded) return <Loaded {...props} />;
      return failed ? <Missing /> : null;
    },
  };
}
