import { setImmediate } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { errorBodySchema, type KeySource } from '../../src-shared/contract/http.ts';
import { type Adapter, compileMapping } from '../../src-shared/intake/mapping.ts';
import { stepInto } from '../../src-shared/intake/paths.ts';
import { adapterOf, SENDERS } from '../../src-shared/intake/senders.ts';
import { type Instant, MINUTE } from '../../src-shared/time/clock.ts';
import type { App, AppDeps } from '../app-deps.ts';
import type { Intake } from '../intake/intake.ts';
import { sourceOf } from '../intake/key-source.ts';
import { confirmationAddress, visitOnce } from '../intake/sns.ts';
import { Refusal } from './errors.ts';
import { digestOf, type Failures, REPEAT_LIMIT } from './intake-short-way.ts';
import { readAnyTypeAsJson, readJsonBodies } from './json-body.ts';

const INTAKE_LIMIT = 1024 * 1024;
/** Guesses of a key from one address; honest traffic is not limited here. */
const GUESSES_A_MINUTE = 60;
/** Senders that do not call their JSON by its name: SNS says text/plain, one's own may say anything. */
const ANY_TYPE: ReadonlySet<string> = new Set<KeySource>(['cloudwatch', 'custom']);

const acceptedSchema = z.object({ status: z.enum(['applied', 'noop']), version: z.int() });

/** The last payload that each key had refused by this process, by the key's name. */
export type Refusals = Map<string, { at: Instant; reason: string }>;

/** What follows the last slash of the path. */
function keyIn(url: string): string {
  const end = url.search(/[?#]/);
  const path = end < 0 ? url : url.slice(0, end);
  return path.slice(path.lastIndexOf('/') + 1);
}

async function inTurns<T>(work: Generator<undefined, T>): Promise<T> {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
    await setImmediate();
  }
}

/** One address per sender: the key is part of it, because few senders can send a header of their own. */
export function intakeRoutes(
  app: App,
  deps: AppDeps,
  intake: Intake,
  { refusals, failures }: { refusals: Refusals; failures: Failures },
): void {
  const { store, clock, metrics } = deps;
  const limitGuesses = app.createRateLimit({ max: GUESSES_A_MINUTE, timeWindow: MINUTE });

  /** Before the body is read: a stranger's megabyte is not parsed. */
  async function authorise(request: FastifyRequest, source: KeySource): Promise<void> {
    const key = await intake.livingKey(source, keyIn(request.url));
    if (key) {
      request.sender = key.name;
      request.mapping = sourceOf(key).mapping ?? '';
      return;
    }
    metrics.intake.inc({ sender: 'unknown', result: 'unauthorized' });
    const guess = await limitGuesses(request);
    if (!guess.isAllowed && guess.isExceeded) {
      throw new Refusal(429, 'tooMany', 'Too many requests with unknown keys; wait a minute.', {
        'retry-after': String(guess.ttlInSeconds),
      });
    }
    throw new Refusal(401, 'unauthorized', `This ${source} intake key is unknown or was revoked.`);
  }

  /** The team may have changed its mapping since the payload before: it is compiled each time, in microseconds. */
  async function adapterOfTeam(id: string): Promise<Adapter> {
    const found = await store.read((tx) => tx.get('mapping', id));
    if (!found)
      throw new Refusal(409, 'noMapping', 'The mapping of this key was removed; choose another for its sender.');
    return compileMapping(found.mapping, `what « ${found.name} » is made for`);
  }

  /** Amazon asks once whether the subscription is wanted; a payload alone never sends us anywhere else. */
  async function confirm(request: FastifyRequest): Promise<void> {
    const address = stepInto(request.body, 'SubscribeURL');
    const ours = confirmationAddress(address);
    const log = { sender: request.sender, address: String(address).slice(0, 300) };
    if (!ours)
      request.log.warn(
        log,
        'subscription not confirmed: its address is not one of SNS; visit it by hand if you know it',
      );
    else if (await (deps.visit ?? visitOnce)(ours))
      request.log.info({ sender: request.sender }, 'subscription confirmed');
    else request.log.warn(log, 'subscription not confirmed: the address did not answer; visit it by hand');
  }

  function route(scope: App, source: KeySource, adapter: Adapter | undefined): void {
    scope.post(
      `/intake/${source}/:key`,
      {
        bodyLimit: INTAKE_LIMIT,
        config: { rateLimit: false },
        // A program reads these few bytes: they need no browser's headers and no compression.
        helmet: false,
        compress: false,
        schema: {
          description: `Alerts as ${source} sends them. Answers 2xx only when they are durably kept.`,
          params: z.object({ key: z.string().max(200) }),
          response: { 200: acceptedSchema, '4xx': errorBodySchema },
        },
        onRequest: (request) => authorise(request, source),
        onError: async (request, _reply, error) => {
          const refused = error instanceof Refusal && error.statusCode === 401;
          if (!request.sender || refused) return;
          metrics.intake.inc({ sender: request.sender, result: 'refused' });
          const reason = error.message.slice(0, 500);
          refusals.set(request.sender, { at: clock.now(), reason });
          request.log.info({ sender: request.sender, reason }, 'payload refused');
        },
      },
      async (request) => {
        const { sender, body, digest, knownAt } = request;
        // It came the short way and the store failed: asked again at once it would fail again.
        const failure = failures.get(request.raw);
        if (failure) throw failure.error;
        if (knownAt !== undefined) {
          metrics.intake.inc({ sender, result: 'noop' });
          return { status: 'noop' as const, version: knownAt };
        }
        // Parsing, reading and taking in a large one are several turns: others get theirs in between.
        const isLarge = digest === undefined;
        if (isLarge) await setImmediate();
        const read = adapter ?? (await adapterOfTeam(request.mapping));
        const groups = isLarge ? await inTurns(read.inTurns(body, clock.now())) : read(body, clock.now());
        if (!groups.ok) {
          const { code, message } = groups.error;
          throw code === 'tooMany' ? new Refusal(413, 'tooLarge', message) : new Refusal(400, 'invalid', message);
        }
        if (source === 'cloudwatch' && stepInto(body, 'Type') === 'SubscriptionConfirmation') await confirm(request);
        if (isLarge) await setImmediate();
        const { outcome, version } = await intake.receive(sender, groups.value, { digest });
        if (outcome.kind === 'rejected') {
          throw new Refusal(500, 'internal', 'The alerts could not be taken in; the log has the cause.');
        }
        metrics.intake.inc({ sender, result: outcome.kind });
        return { status: outcome.kind, version };
      },
    );
  }

  /** A repeat that changes nothing is known by its text: it costs neither parsing nor a commit. */
  function isRepeat(request: FastifyRequest, text: string): boolean {
    if (text.length > REPEAT_LIMIT) return false;
    const source = request.routeOptions.url?.split('/')[2] ?? '';
    request.digest = digestOf(intake, source, request.sender, request.mapping, text);
    request.knownAt = intake.repeats.known(request.digest);
    return request.knownAt !== undefined;
  }

  app.register(async (scope) => {
    readJsonBodies(scope, isRepeat);
    for (const { name } of SENDERS) if (!ANY_TYPE.has(name)) route(scope, name, adapterOf(name));
  });
  app.register(async (scope) => {
    readJsonBodies(scope, isRepeat);
    readAnyTypeAsJson(scope, isRepeat);
    for (const { name } of SENDERS) if (ANY_TYPE.has(name)) route(scope, name, adapterOf(name));
    route(scope, 'custom', undefined);
  });
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Names the payload of a sender by its text. */
    digest: string | undefined;
    /** The version at which a payload was known that says nothing new. */
    knownAt: number | undefined;
    /** Name of the intake key a sender used; '' elsewhere. */
    sender: string;
    /** The mapping that a key of source `custom` names; '' elsewhere. */
    mapping: string;
  }
}
