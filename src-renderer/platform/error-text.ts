import type { TFunction } from 'i18next';
import type { AppError } from '../../src-shared/contract/errors.ts';
import type { RejectionReason } from '../../src-shared/mutators/mutator.ts';
import { SECOND } from '../../src-shared/time/clock.ts';
import type { Format } from './format.ts';

const REASONS: Readonly<Record<RejectionReason, true>> = {
  notFound: true,
  forbidden: true,
  invalid: true,
  atInFuture: true,
  atTooEarly: true,
  alreadyAcknowledged: true,
  notOpen: true,
  notAcknowledged: true,
  notResolved: true,
  alreadyResolved: true,
  alreadyPaused: true,
  notPaused: true,
  alreadyDone: true,
  merged: true,
  conflict: true,
  frozen: true,
  unknownMutator: true,
};

const isKnown = (reason: string): reason is RejectionReason => Object.hasOwn(REASONS, reason);

/** Why a change was refused, and what to do: one sentence. A reason of a newer server is named as it came. */
export function rejectionText(t: TFunction, reason: string, detail?: Record<string, string | number>): string {
  return isKnown(reason)
    ? t(`rejection.${reason}`, { message: detail?.message ?? '—' })
    : t('rejection.unknown', { reason });
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** A proxy speaks for a server that it cannot reach (RFC 9110 §15.6.3–5). */
const isGateway = (status: number) => status >= 502 && status <= 504;

/** Why the copy is not kept in step: a few words for the status line; none where they would say nothing more. */
export function problemWords(t: TFunction, problem: AppError): string | null {
  switch (problem.code) {
    case 'offline':
      return problem.why === undefined ? null : t(`statusLine.why${capital(problem.why)}`);
    case 'certificate':
      return t(`statusLine.whyCertificate${capital(problem.why)}`);
    case 'server':
      return t(isGateway(problem.status) ? 'statusLine.whyGateway' : 'statusLine.whyServer', {
        status: problem.status,
      });
    case 'timeout':
    case 'notVigie':
    case 'storageFull':
    case 'storageBroken':
    case 'partMissing':
      return t(`statusLine.why${capital(problem.code)}`);
    default:
      return null;
  }
}

/** Why what was done is not saved yet: a few words, and the sentence that says what to do. */
export function journalWords(t: TFunction, problem: AppError): { words: string; detail: string } {
  return problem.code === 'storageFull'
    ? { words: t('statusLine.whyStorageFull'), detail: t('error.storageFull') }
    : { words: t('statusLine.whyJournal'), detail: t('error.journalBroken') };
}

/** Why files are not sent: a few words; what stops everything is said elsewhere. */
export function fileProblemWords(t: TFunction, problem: AppError): string | null {
  switch (problem.code) {
    case 'serverFull':
      return t('statusLine.whyServerFull');
    case 'forbidden':
      return t('statusLine.whyFilesForbidden');
    case 'invalid':
    case 'tooLarge':
    case 'conflict':
      return t('statusLine.whyFileRefused');
    default:
      return problemWords(t, problem);
  }
}

/** An expected failure as a sentence that says what to do. */
export function errorText(t: TFunction, format: Format, error: AppError): string {
  switch (error.code) {
    case 'tooMany':
      return t('error.tooMany', { wait: format.duration(Math.max(1, error.retryAfter) * SECOND) });
    case 'tooLarge':
    case 'tooMuchWaiting':
      return t(`error.${error.code}`, { limit: format.bytes(error.limit) });
    case 'offline':
      return t(error.why === undefined ? 'error.offline' : `error.offline${capital(error.why)}`);
    case 'certificate':
      return t(`error.certificate${capital(error.why)}`);
    case 'server':
      return t(isGateway(error.status) ? 'error.gateway' : 'error.server', { status: error.status });
    case 'invalid':
      return t('error.invalid', { message: error.message });
    default:
      return t(`error.${error.code}`);
  }
}

/** What `mutate` answers when nothing happened: a rule of the domain, or the laptop itself. */
export function changeErrorText(
  t: TFunction,
  format: Format,
  error: AppError | { code: 'rejected'; reason: string; detail?: Record<string, string | number> },
): string {
  return error.code === 'rejected' ? rejectionText(t, error.reason, error.detail) : errorText(t, format, error);
}
