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
  merged: true,
  conflict: true,
  unknownMutator: true,
};

const isKnown = (reason: string): reason is RejectionReason => Object.hasOwn(REASONS, reason);

/** Why a change was refused, and what to do: one sentence. A reason of a newer server is named as it came. */
export function rejectionText(t: TFunction, reason: string, detail?: Record<string, string | number>): string {
  return isKnown(reason)
    ? t(`rejection.${reason}`, { message: detail?.message ?? '—' })
    : t('rejection.unknown', { reason });
}

/** An expected failure as a sentence that says what to do. */
export function errorText(t: TFunction, format: Format, error: AppError): string {
  switch (error.code) {
    case 'tooMany':
      return t('error.tooMany', { wait: format.duration(Math.max(1, error.retryAfter) * SECOND) });
    case 'server':
      return t('error.server', { status: error.status });
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
