import { randomBytes } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { alertIdOf, hashText } from '../../src-shared/intake/keys.ts';
import {
  changed,
  type PagerDutyEvent,
  readChange,
  readEvent,
  resolved,
  triggered,
} from '../../src-shared/intake/pagerduty.ts';
import { stepInto } from '../../src-shared/intake/paths.ts';
import { MINUTE } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import type { Intake } from '../intake/intake.ts';
import { storageProblem } from '../store/failure.ts';
import type { IntakeKey } from '../store/store.ts';
import { Refusal } from './errors.ts';
import type { Refusals } from './intake.ts';
import { readAnyTypeAsJson } from './json-body.ts';

/** PagerDuty's own limit of an event. */
const EVENT_LIMIT = 512 * 1024;
/** Guesses of a key from one address; honest traffic is not limited here. */
const GUESSES_A_MINUTE = 60;

/** PagerDuty's shape of an answer other than success. */
interface Refused {
  status: string;
  message: string;
  errors?: string[];
}

const invalid = (errors: string[]): Refused => ({
  status: 'invalid event',
  message: 'Event object is invalid',
  errors,
});
const THROTTLED: Refused = {
  status: 'throttle exceeded',
  message: 'Requests for this service are arriving too quickly. Please retry later.',
};
const UNREADABLE: Refused = {
  status: 'Unrecognized object',
  message: 'Event object format is unrecognized',
  errors: ['JSON parse error'],
};

/** Senders made for PagerDuty read PagerDuty's answers, whatever went wrong. */
function answer(error: FastifyError | Refusal, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const status = error.statusCode ?? 500;
  if (status === 413) return reply.status(413).send(invalid([`Event is too large (maximum is ${EVENT_LIMIT} bytes)`]));
  if (status === 429) {
    if (error instanceof Refusal) reply.headers(error.headers);
    return reply.status(429).send(THROTTLED);
  }
  if (status >= 400 && status < 500) return reply.status(400).send(UNREADABLE);
  request.log.error({ err: error }, 'request failed');
  const full = storageProblem(error) === 'full';
  const code = full ? 507 : storageProblem(error) === undefined ? 500 : 503;
  const message = full ? 'The disk of the server is full. Please retry later.' : 'Internal error. Please retry later.';
  return reply.status(code).header('retry-after', '10').send({ status: 'internal error', message });
}

const headerKey = ({ headers }: FastifyRequest): string | undefined => {
  const given = headers['x-routing-key'];
  return typeof given === 'string' ? given : undefined;
};

/** PagerDuty's Events API v2: any tool that pages PagerDuty pages Vigie by another host. */
export function pagerDutyRoutes(app: App, deps: AppDeps, intake: Intake, refusals: Refusals): void {
  const { store, clock, metrics } = deps;
  const limitGuesses = app.createRateLimit({ max: GUESSES_A_MINUTE, timeWindow: MINUTE });

  /** The key's record, or nothing once the refusal is said. */
  async function senderOf(routingKey: string, request: FastifyRequest): Promise<IntakeKey | undefined> {
    const key = await intake.livingKey('pagerduty', routingKey);
    if (key) {
      request.sender = key.name;
      return key;
    }
    metrics.intake.inc({ sender: 'unknown', result: 'unauthorized' });
    const guess = await limitGuesses(request);
    if (!guess.isAllowed && guess.isExceeded) {
      throw new Refusal(429, 'tooMany', THROTTLED.message, { 'retry-after': String(guess.ttlInSeconds) });
    }
    return undefined;
  }

  /** What the event did: `stray` when it speaks of an alert that does not fire. */
  async function process(
    event: PagerDutyEvent,
    dedupKey: string,
    sender: string,
  ): Promise<'applied' | 'noop' | 'stray'> {
    if (event.action === 'trigger') {
      const { outcome } = await intake.receive(sender, [triggered(event, dedupKey, sender, clock.now())], {
        afresh: true,
      });
      if (outcome.kind === 'rejected') throw new Error('a valid event was rejected');
      return outcome.kind;
    }
    const firing = await store.read((tx) => tx.get('alert', alertIdOf(sender, dedupKey)));
    if (firing?.status !== 'firing') return 'stray';
    if (event.action === 'acknowledge') {
      const { outcome } = await intake.runAs(sender, 'alert.acknowledge', { sender, dedupKey });
      return outcome.kind === 'rejected' ? 'stray' : outcome.kind;
    }
    const group = resolved(firing, firing.service, clock.now());
    const { outcome } = await intake.receive(sender, [group], { afresh: true });
    return outcome.kind === 'rejected' ? 'stray' : outcome.kind;
  }

  app.register(async (scope) => {
    readAnyTypeAsJson(scope);
    scope.setErrorHandler(answer);
    const options = { bodyLimit: EVENT_LIMIT, config: { rateLimit: false } } as const;
    const refuse = async (request: FastifyRequest, reply: FastifyReply, errors: string[]) => {
      const given = stepInto(request.body, 'routing_key') ?? headerKey(request);
      const key = typeof given === 'string' ? await intake.livingKey('pagerduty', given) : undefined;
      if (key) {
        request.sender = key.name;
        metrics.intake.inc({ sender: key.name, result: 'refused' });
        refusals.set(key.name, { at: clock.now(), reason: errors.join(' ').slice(0, 500) });
      }
      request.log.info({ sender: request.sender, errors }, 'event refused');
      return reply.status(400).send(invalid(errors));
    };

    scope.post(
      '/v2/enqueue',
      { ...options, schema: { description: "PagerDuty's Events API v2: trigger, acknowledge, resolve." } },
      async (request, reply) => {
        const event = readEvent(request.body, headerKey(request));
        if (!event.ok) return refuse(request, reply, event.error);
        const key = await senderOf(event.value.routingKey, request);
        if (!key) return refuse(request, reply, ['Invalid routing key']);
        const dedupKey = event.value.dedupKey ?? randomBytes(16).toString('hex');
        metrics.intake.inc({ sender: key.name, result: await process(event.value, dedupKey, key.name) });
        return reply.status(202).send({ status: 'success', message: 'Event processed', dedup_key: dedupKey });
      },
    );

    scope.post(
      '/v2/change/enqueue',
      { ...options, schema: { description: "PagerDuty's change events: what was done to a service." } },
      async (request, reply) => {
        const { body } = request;
        const event = readChange(body, headerKey(request));
        if (!event.ok) return refuse(request, reply, event.error);
        const key = await senderOf(event.value.routingKey, request);
        if (!key) return refuse(request, reply, ['Invalid routing key']);
        const now = clock.now();
        const { service, change } = changed(body, key.name, now);
        // A sender that asks again says the same instant; one that gives none cannot be told from a second change.
        const told = change.at === now ? [randomBytes(16).toString('hex')] : [service, change.summary, change.at];
        const id = `change-${hashText(JSON.stringify([key.name, ...told]))}`;
        const { outcome } = await intake.runAs(key.name, 'change.record', { id, service, change });
        if (outcome.kind === 'rejected') throw new Error('a valid change was rejected');
        metrics.intake.inc({ sender: key.name, result: outcome.kind });
        return reply.status(202).send({ status: 'success', message: 'Change event processed' });
      },
    );
  });
}
