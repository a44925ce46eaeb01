export type ServerAddress = { ok: true; origin: string } | { ok: false; why: 'notAnAddress' | 'httpsNeeded' };

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/;

/**
 * What a person types for a server → its origin. Without a scheme: `http` for this machine, `https` for every other;
 * plain `http` elsewhere is refused, since the token would travel in clear.
 */
export function serverAddress(text: string): ServerAddress {
  const tidy = text.trim();
  const schemed = /^[a-z][a-z0-9+.-]*:\/\//i.test(tidy);
  const host = tidy.replace(/(:\d+)?(\/.*)?$/, '');
  const whole = schemed ? tidy : `${LOOPBACK.test(host) ? 'http' : 'https'}://${tidy}`;
  if (tidy === '' || /\s/.test(tidy) || !URL.canParse(whole)) return { ok: false, why: 'notAnAddress' };
  const url = new URL(whole);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.hostname === '' || url.username !== '' || url.password !== '') {
    return { ok: false, why: 'notAnAddress' };
  }
  if (url.protocol === 'http:' && !LOOPBACK.test(url.hostname)) return { ok: false, why: 'httpsNeeded' };
  return { ok: true, origin: url.origin };
}
