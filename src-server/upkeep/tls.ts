import { connect, type PeerCertificate } from 'node:tls';
import type { CertificateFacts } from '../../src-shared/diagnostics/certificate.ts';
import { instant } from '../../src-shared/time/clock.ts';

const TIMEOUT_MS = 10_000;

/** `Nov 22 10:00:00 2026 GMT` → instant. */
function certificateTime(text: string): number {
  const [month = '', day = '', time = '', year = ''] = text.split(/\s+/);
  const number =
    1 + ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].indexOf(month);
  return instant(`${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}T${time}Z`);
}

/** Shakes hands with an https address and tells of its certificate, trusted or not. Throws when nobody answers. */
export function readCertificate(url: URL): Promise<CertificateFacts> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve, reject) => {
    const socket = connect({
      host,
      port: Number(url.port) || 443,
      ...(/^[\d.]+$|:/.test(host) ? {} : { servername: host }),
      // Looked at, never spoken through: what is wrong with it is what is asked.
      rejectUnauthorized: false,
      timeout: TIMEOUT_MS,
    });
    const end = (act: () => void) => {
      socket.destroy();
      act();
    };
    socket.once('error', (error) => end(() => reject(error)));
    socket.once('timeout', () => end(() => reject(new Error('no answer in time'))));
    socket.once('secureConnect', () => {
      const certificate: PeerCertificate = socket.getPeerCertificate();
      const problem: unknown = socket.authorized ? undefined : socket.authorizationError;
      end(() =>
        resolve({
          validFrom: certificateTime(certificate.valid_from),
          validTo: certificateTime(certificate.valid_to),
          issuer: [certificate.issuer.O, certificate.issuer.CN].flat().filter(Boolean).join(', '),
          ...(problem === undefined
            ? {}
            : { problem: problem instanceof Error && 'code' in problem ? String(problem.code) : String(problem) }),
        }),
      );
    });
  });
}
