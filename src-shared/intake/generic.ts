import { z } from 'zod';
import { err, ok, type Result } from '../contract/errors.ts';
import type { Instant } from '../time/clock.ts';
import { cleanInstant, cleanLabels, cleanLine, cleanText, cleanUrl, extraOf } from './clean.ts';
import { groupAlerts, type IntakeError, invalidPayload } from './groups.ts';
import { hashText } from './keys.ts';
import { type AlertGroup, MAX_ALERTS, type NormalisedAlert } from './normalised.ts';

const status = z
  .string()
  .transform((text) => text.trim().toLowerCase())
  .pipe(z.enum(['firing', 'resolved']));

/**
 * Our own format, for scripts and senders without an adapter. `title` alone is required. The same `dedupKey` is the
 * same alert (default: service, group and title); `group` joins alerts of a service into one incident (default: each
 * its own); `priority` (P0…P4) or `severity` decide by the priority rules, as labels do; `url` is http or https.
 */
const genericAlertSchema = z.looseObject({
  title: z.string().trim().min(1),
  status: status.optional(),
  dedupKey: z.string().optional(),
  service: z.string().optional(),
  priority: z.string().optional(),
  severity: z.string().optional(),
  summary: z.string().optional(),
  labels: z.record(z.string(), z.unknown()).optional(),
  url: z.string().optional(),
  group: z.string().optional(),
  startsAt: z.string().optional(),
});

/** One alert, or `{ "alerts": [ … ] }`. */
const payloadSchema = z.union([
  z.object({ alerts: z.array(genericAlertSchema).min(1).max(MAX_ALERTS) }),
  genericAlertSchema.transform((alert) => ({ alerts: [alert] })),
]);

type GenericAlert = z.infer<typeof genericAlertSchema>;

function normalise(alert: GenericAlert, now: Instant): NormalisedAlert {
  const { title, status, dedupKey, service, priority, severity, summary, labels, url, group, startsAt, ...unknown } =
    alert;
  const sourceUrl = cleanUrl(url);
  const given = { ...(priority && { priority }), ...(severity && { severity }), ...(service && { service }) };
  // First and last: they are among the labels that stay, and win over labels of the same name.
  const named = cleanLabels({ ...given, ...cleanLabels(labels), ...given });
  return {
    dedupKey: cleanLine(dedupKey, 500) ?? hashText(JSON.stringify([service ?? '', group ?? '', title])),
    status: status ?? 'firing',
    title: cleanLine(title, 500) ?? 'Alert without a name',
    summary: cleanText(summary, 8_192),
    labels: named,
    annotations: {},
    startsAt: cleanInstant(startsAt) ?? now,
    endsAt: status === 'resolved' ? now : undefined,
    sourceUrl,
    extra: extraOf(unknown, url !== undefined && sourceUrl === undefined ? { url } : {}),
  };
}

/** A parsed body in our own format → alerts by service and group. */
export function fromGeneric(body: unknown, now: Instant): Result<AlertGroup[], IntakeError> {
  // Asked apart so that the message speaks of the form that was meant.
  const many = typeof body === 'object' && body !== null && Object.hasOwn(body, 'alerts');
  const parsed = many ? payloadSchema.options[0].safeParse(body) : payloadSchema.options[1].safeParse(body);
  if (!parsed.success) return err(invalidPayload(body, parsed.error, 'an alert'));
  return ok(
    groupAlerts(
      parsed.data.alerts.map((one) => {
        const alert = normalise(one, now);
        return {
          alert,
          group: cleanLine(one.group, 1_900) ?? alert.dedupKey,
          service: one.service ?? alert.labels.service,
        };
      }),
    ),
  );
}
