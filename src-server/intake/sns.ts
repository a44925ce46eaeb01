import { SECOND } from '../../src-shared/time/clock.ts';

/** SNS waits no longer for the answer to its confirmation. */
const PATIENCE = 5 * SECOND;
/** `sns.<region>.amazonaws.com`, in China with `.cn` behind it; `sns.s3.amazonaws.com` may be anybody's bucket. */
const SNS_HOST = /^sns\.[a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\d{1,2}\.amazonaws\.com(?:\.cn)?$/;

/**
 * The address that confirms a subscription, when it is one of Amazon's own: a payload that made the server call
 * somewhere else would reach what only the server can.
 */
export function confirmationAddress(raw: unknown): URL | undefined {
  if (typeof raw !== 'string' || raw.length > 4_000) return undefined;
  const url = URL.parse(raw);
  if (url?.protocol !== 'https:' || url.port !== '' || url.username !== '' || url.password !== '') return undefined;
  if (!SNS_HOST.test(url.hostname) || url.pathname !== '/') return undefined;
  if (url.searchParams.get('Action') !== 'ConfirmSubscription') return undefined;
  return url;
}

/** Visits it once, follows nothing; whether Amazon agreed. */
export async function visitOnce(url: URL): Promise<boolean> {
  try {
    const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
