import { err, ok, type Result } from '../contract/errors.ts';
import type { Alert } from '../model/alert.ts';
import type { ChangeEvent } from '../model/change-event.ts';
import type { Instant } from '../time/clock.ts';
import { cleanLabels, cleanLine, cleanText, cleanTime, cleanUrl, extraOf } from './clean.ts';
import type { AlertGroup, NormalisedAlert } from './normalised.ts';
import { stepInto } from './paths.ts';

/**
 * PagerDuty's Events API v2 (developer.pagerduty.com, « Send an Alert Event » and « Send a Change Event »): its rules
 * and the wording of its refusals, so that what can page PagerDuty can page Vigie.
 */
const KEY_LENGTH = 32;
const MAX_SUMMARY = 1_024;
const MAX_DEDUP_KEY = 255;
const MAX_LINKS = 50;
const ACTIONS = ['trigger', 'acknowledge', 'resolve'] as const;
const SEVERITIES: readonly string[] = ['critical', 'warning', 'error', 'info'];

export interface PagerDutyEvent {
  routingKey: string;
  action: (typeof ACTIONS)[number];
  /** Absent on a trigger that leaves the choice to us. */
  dedupKey: string | undefined;
  body: unknown;
}

/** A text, or a number or boolean as one; some senders write them. */
function textAt(body: unknown, ...path: string[]): string | undefined {
  const value = path.reduce(stepInto, body);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** Characters as PagerDuty counts them: code points. */
const lengthOf = (text: string) => (text.length <= MAX_DEDUP_KEY ? text.length : [...text].length);

function keyProblems(key: string | undefined): string[] {
  if (key === undefined) return ["'routing_key' is missing or blank"];
  const problems = [];
  if (key.length !== KEY_LENGTH) problems.push("Length of 'routing_key' is incorrect (should be 32 characters)");
  if (!/^[0-9a-z]+$/i.test(key)) problems.push("'routing_key' cannot contain non-alphanumeric characters.");
  return problems;
}

function summaryProblems(body: unknown): string[] {
  const summary = textAt(body, 'payload', 'summary');
  if (summary === undefined) return ["'payload.summary' is missing or blank"];
  return lengthOf(summary) > MAX_SUMMARY
    ? [`Length of 'payload.summary' is incorrect (should be less than or equal to ${MAX_SUMMARY} characters)`]
    : [];
}

const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);

/** `routingKey` from a header stands in for one that the body lacks. Errors are PagerDuty's sentences, all of them. */
export function readEvent(body: unknown, routingKey?: string): Result<PagerDutyEvent, string[]> {
  const key = textAt(body, 'routing_key') ?? routingKey;
  const action = textAt(body, 'event_action');
  const known = ACTIONS.find((one) => one === action);
  const dedupKey = textAt(body, 'dedup_key');
  const problems = keyProblems(key);
  if (action === undefined) problems.push("'event_action' is missing or blank");
  else if (!known) {
    problems.push("'event_action' is invalid (must be one of the following: 'trigger', 'acknowledge' or 'resolve')");
  }
  if (dedupKey !== undefined && lengthOf(dedupKey) > MAX_DEDUP_KEY) {
    problems.push(`Length of 'dedup_key' is incorrect (should be less than or equal to ${MAX_DEDUP_KEY} characters)`);
  }
  if (known === 'trigger') {
    if (!isObject(stepInto(body, 'payload'))) problems.push("'payload' is missing or blank");
    else {
      const severity = textAt(body, 'payload', 'severity');
      problems.push(...summaryProblems(body));
      if (textAt(body, 'payload', 'source') === undefined) problems.push("'payload.source' is missing or blank");
      if (severity === undefined) problems.push("'payload.severity' is missing or blank");
      else if (!SEVERITIES.includes(severity)) {
        problems.push(
          "'payload.severity' is invalid (must be one of the following: 'critical', 'warning', 'error' or 'info')",
        );
      }
    }
  } else if (known && dedupKey === undefined) problems.push("'dedup_key' is missing or blank");
  if (problems.length > 0 || key === undefined || !known) return err(problems);
  return ok({ routingKey: key, action: known, dedupKey, body });
}

/** The key of a change event, when the event is a valid one. */
export function readChange(body: unknown, routingKey?: string): Result<{ routingKey: string }, string[]> {
  const key = textAt(body, 'routing_key') ?? routingKey;
  const problems = keyProblems(key);
  if (!isObject(stepInto(body, 'payload'))) problems.push("'payload' is missing or blank");
  else problems.push(...summaryProblems(body));
  return problems.length > 0 || key === undefined ? err(problems) : ok({ routingKey: key });
}

const listAt = (body: unknown, name: string): unknown[] => {
  const value = stepInto(body, name);
  return Array.isArray(value) ? value : [];
};

function linksOf(body: unknown): NonNullable<NormalisedAlert['links']> {
  return listAt(body, 'links')
    .flatMap((one) => {
      const href = cleanUrl(stepInto(one, 'href'));
      const text = cleanLine(stepInto(one, 'text'), 500);
      return href === undefined ? [] : [{ href, ...(text === undefined ? {} : { text }) }];
    })
    .slice(0, MAX_LINKS);
}

function imagesOf(body: unknown): NonNullable<NormalisedAlert['images']> {
  return listAt(body, 'images')
    .flatMap((one) => {
      const src = cleanUrl(stepInto(one, 'src'));
      const href = cleanUrl(stepInto(one, 'href'));
      const alt = cleanLine(stepInto(one, 'alt'), 500);
      if (src === undefined) return [];
      return [{ src, ...(href === undefined ? {} : { href }), ...(alt === undefined ? {} : { alt }) }];
    })
    .slice(0, MAX_LINKS);
}

/** Names and values of `custom_details`; what stands deeper comes as JSON text. */
function detailsOf(body: unknown): { details: Record<string, string>; extra: string | undefined } {
  const custom = stepInto(stepInto(body, 'payload'), 'custom_details');
  if (custom === undefined || custom === null) return { details: {}, extra: undefined };
  if (!isObject(custom)) {
    const text = cleanText(custom, 8_192);
    return text === undefined
      ? { details: {}, extra: extraOf({ custom_details: custom }) }
      : { details: { custom_details: text }, extra: undefined };
  }
  const deep = Object.entries(custom).filter(([, value]) => typeof value === 'object' && value !== null);
  return { details: cleanLabels(custom), extra: extraOf(Object.fromEntries(deep)) };
}

/** The service that a key stands for; an event that names one itself in `custom_details` has the last word. */
function serviceOf(body: unknown, sender: string): string {
  return cleanLine(textAt(body, 'payload', 'custom_details', 'service'), 200) ?? sender;
}

/** A valid trigger as an alert in a group of its own. `sender` is the key's name. */
export function triggered(event: PagerDutyEvent, dedupKey: string, sender: string, now: Instant): AlertGroup {
  const { body } = event;
  const payload = stepInto(body, 'payload');
  const summary = textAt(payload, 'summary');
  const { details, extra } = detailsOf(body);
  const links = linksOf(body);
  const images = imagesOf(body);
  const title = cleanLine(summary, 500) ?? 'Alert without a name';
  const text = cleanText(summary, 8_192);
  const alert: NormalisedAlert = {
    dedupKey,
    status: 'firing',
    title,
    // What the title has no room for.
    summary: text !== undefined && text.length > title.length ? text : undefined,
    labels: cleanLabels({
      severity: stepInto(payload, 'severity'),
      source: stepInto(payload, 'source'),
      component: stepInto(payload, 'component'),
      group: stepInto(payload, 'group'),
      class: stepInto(payload, 'class'),
      client: stepInto(body, 'client'),
    }),
    annotations: details,
    startsAt: cleanTime(stepInto(payload, 'timestamp')) ?? now,
    sourceUrl: cleanUrl(stepInto(body, 'client_url')),
    ...(links.length > 0 ? { links } : {}),
    ...(images.length > 0 ? { images } : {}),
    extra,
  };
  return { group: { key: dedupKey, service: serviceOf(body, sender) }, alerts: [alert] };
}

/** The end of an alert that fires: a resolve says nothing but its key, so all else stays as it was. */
export function resolved(firing: Alert, service: string | undefined, now: Instant): AlertGroup {
  const { dedupKey, title, summary, labels, annotations, startsAt, sourceUrl, links, images, extra } = firing;
  return {
    group: { key: dedupKey, ...(service === undefined ? {} : { service }) },
    alerts: [
      {
        ...{ dedupKey, title, summary, labels, annotations, startsAt, sourceUrl, links, images, extra },
        status: 'resolved',
        endsAt: now,
      },
    ],
  };
}

/** A valid change event: its service by name, and what is kept of it. */
export function changed(
  body: unknown,
  sender: string,
  now: Instant,
): { service: string; change: Omit<ChangeEvent, 'service'> } {
  const payload = stepInto(body, 'payload');
  const { details, extra } = detailsOf(body);
  const links = linksOf(body);
  return {
    service: serviceOf(body, sender),
    change: {
      sender,
      summary: cleanLine(textAt(payload, 'summary'), MAX_SUMMARY) ?? 'Change without a name',
      source: cleanLine(textAt(payload, 'source'), 500),
      at: cleanTime(stepInto(payload, 'timestamp')) ?? now,
      details,
      ...(links.length > 0 ? { links } : {}),
      extra,
    },
  };
}
