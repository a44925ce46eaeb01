import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Certificate {
  key: string;
  cert: string;
}

/** A certificate authority of the test's own, as a company has one. */
export interface Authority {
  /** For `host`, an IP address or a name; `days` below zero makes one that has expired. */
  certificate(options: { host: string; days?: number }): Certificate;
  /** Has the Chromium of a home folder trust it, in the way of `certutil` and of every distribution. */
  trustIn(home: string): void;
}

const openssl = (args: readonly string[]): void => {
  execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
};
const KEY = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
const alternative = (host: string): string => `subjectAltName=${/^[\d.]+$/.test(host) ? 'IP' : 'DNS'}:${host}`;

/** A certificate that nobody has signed but itself. */
export function selfSigned(folder: string, host: string): Certificate {
  const [key, cert] = [join(folder, 'self.key'), join(folder, 'self.pem')];
  openssl(['req', '-x509', ...KEY, '-keyout', key, '-out', cert, '-subj', `/CN=${host}`, '-addext', alternative(host)]);
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
}

export function createAuthority(folder: string): Authority {
  const at = (name: string): string => join(folder, name);
  openssl(['req', '-x509', ...KEY, '-keyout', at('ca.key'), '-out', at('ca.pem'), '-subj', '/CN=Vigie test authority']);
  let made = 0;
  return {
    certificate({ host, days = 30 }) {
      made += 1;
      const name = `host-${made}`;
      openssl(['req', ...KEY, '-keyout', at(`${name}.key`), '-out', at(`${name}.csr`), '-subj', `/CN=${host}`]);
      writeFileSync(at(`${name}.ext`), alternative(host));
      const signed = ['-CA', at('ca.pem'), '-CAkey', at('ca.key'), '-CAcreateserial', '-days', String(days)];
      const files = ['-in', at(`${name}.csr`), '-out', at(`${name}.pem`), '-extfile', at(`${name}.ext`)];
      openssl(['x509', '-req', ...signed, ...files]);
      return { key: readFileSync(at(`${name}.key`), 'utf8'), cert: readFileSync(at(`${name}.pem`), 'utf8') };
    },
    trustIn(home) {
      const store = join(home, '.pki', 'nssdb');
      mkdirSync(store, { recursive: true });
      const certutil = (...args: string[]): void => {
        execFileSync('certutil', ['-d', `sql:${store}`, ...args], { stdio: ['ignore', 'ignore', 'pipe'] });
      };
      certutil('-N', '--empty-password');
      certutil('-A', '-t', 'C,,', '-n', 'vigie-test', '-i', at('ca.pem'));
    },
  };
}
