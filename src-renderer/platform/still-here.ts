import { useRouter } from '@tanstack/react-router';
import { useCallback } from 'react';

/**
 * For what takes a while and then goes to another page: called before it, and the answer after it, which is whether the
 * person is still where they were. Whoever has left meanwhile is not called back.
 */
export function useStillHere(): () => () => boolean {
  const { history } = useRouter();
  return useCallback(() => {
    const { pathname } = history.location;
    return () => history.location.pathname === pathname;
  }, [history]);
}
