import { z } from 'zod';
import { err, ok, type Result } from '../contract/errors.ts';
import type { Instant } from '../time/clock.ts';
import { cleanInstant, cleanLabels, cleanLine, cleanText, cleanUrl, extraOf, sharedExtra } from './clean.ts';
import { groupAlerts, type IntakeError, invalidPayload } from './groups.ts';
import { hashText } from './keys.ts';
import { type AlertGroup, MAX_ALERTS, type NormalisedAlert } from './normalised.ts';

const labels = z.record(z.string(), z.unknown());

/** Alertmanager's webhook, version 4 (prometheus.io/docs/alerting/latest/configuration, « webhook_config »). */
const webhookSchema = z.looseObject({
  version: z.literal('4').optional(),
  groupKey: z.string(),
  status: z.enum(['firing', 'resolved']).optional(),
  receiver: z.string().optional(),
  truncatedAlerts: z.number().optional(),
  groupLabels: labels.optional(),
  commonLabels: labels.optional(),
  commonAnnotations: labels.optional(),
  externalURL: z.string().optional(),
  alerts: z
    .array(
      z.looseObject({
        status: z.enum(['firing', 'resolved']),
        labels,
        annotations: labels.optional(),
        startsAt: z.string(),
        endsAt: z.string().optional(),
        generatorURL: z.string().optional(),
        fingerprint: z.string().optional(),
      }),
    )
    .min(1)
    .max(MAX_ALERTS),
});

type Webhook = z.infer<typeof webhookSchema>;

function normalise(alert: Webhook['alerts'][number], payload: Record<string, unknown>, now: Instant): NormalisedAlert {
  const { status, labels, annotations, startsAt, endsAt, generatorURL, fingerprint, ...unknown } = alert;
  const named = cleanLabels(labels);
  const noted = cleanLabels(annotations);
  const name = cleanLine(named.alertname, 200);
  const summary = cleanLine(noted.summary, 400);
  const fallback = cleanLine(noted.description ?? noted.message ?? named.instance, 280);
  const ended = status === 'resolved' ? cleanInstant(endsAt) : undefined;
  const sorted = Object.entries(named).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    dedupKey: cleanLine(fingerprint, 500) ?? hashText(JSON.stringify(sorted)),
    status,
    title: cleanLine([name, summary ?? fallback].filter(Boolean).join(': '), 500) ?? 'Alert without a name',
    summary: cleanText(noted.description ?? noted.message ?? noted.summary, 8_192),
    labels: named,
    annotations: noted,
    startsAt: cleanInstant(startsAt) ?? now,
    endsAt: ended,
    sourceUrl: cleanUrl(generatorURL),
    extra: extraOf(payload, unknown),
  };
}

/** A parsed webhook body → alerts by service. `now` stands in for a start that the sender does not know. */
export function fromAlertmanager(body: unknown, now: Instant): Result<AlertGroup[], IntakeError> {
  const parsed = webhookSchema.safeParse(body);
  if (!parsed.success) return err(invalidPayload(body, parsed.error, 'an Alertmanager webhook, version 4'));
  const { version, groupKey, status, groupLabels, commonLabels, commonAnnotations, alerts, ...rest } = parsed.data;
  const shared = sharedExtra(rest, alerts.length);
  return ok(
    groupAlerts(
      alerts.map((one) => {
        const alert = normalise(one, shared, now);
        const { service, app, job } = alert.labels;
        return { alert, group: groupKey, service: service ?? app ?? job };
      }),
    ),
  );
}
