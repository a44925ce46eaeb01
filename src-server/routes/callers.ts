import type { FastifyRequest } from 'fastify';
import type { Me } from '../../src-shared/contract/http.ts';
import { scopesOfPerson } from '../../src-shared/model/collections.ts';
import { type Person, ROLES, type Role } from '../../src-shared/model/person.ts';
import type { App, AppDeps } from '../app-deps.ts';
import { Refusal, unauthorized } from './errors.ts';

export interface SignedIn {
  person: string;
  tokenId: string;
  token: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: SignedIn | null;
  }
}

/** Adds `request.caller` and the hook that demands one. */
export function registerCallers(app: App): void {
  app.decorateRequest('caller', null);
}

/** `onRequest` of every route behind sign-in: before the body is read. */
export function demandCaller({ identity }: Pick<AppDeps, 'identity'>) {
  return async (request: FastifyRequest): Promise<void> => {
    const token = /^Bearer ([\x21-\x7e]+)$/i.exec(request.headers.authorization ?? '')?.[1];
    if (token === undefined) throw unauthorized();
    const known = await identity.verify(token);
    if (!known) throw unauthorized('This token is unknown or was revoked; sign in again.');
    request.caller = { ...known, token };
  };
}

export function callerOf(request: FastifyRequest): SignedIn {
  if (!request.caller) throw unauthorized();
  return request.caller;
}

export const disabledAccount = () => new Refusal(403, 'forbidden', 'This account is disabled.');

/** The caller's record. Refuses the disabled and, with `role`, whoever has a lesser one. */
export async function personOf(
  { store }: Pick<AppDeps, 'store'>,
  person: string,
  role: Role = 'viewer',
): Promise<Person> {
  const record = await store.read((tx) => tx.get('person', person));
  if (!record || record.disabled) throw disabledAccount();
  if (ROLES.indexOf(record.role) < ROLES.indexOf(role)) {
    throw new Refusal(403, 'forbidden', `This needs the role ${role}.`);
  }
  return record;
}

export function describeMe(person: string, record: Person, serverTime: number): Me {
  return { person, name: record.name, role: record.role, scopes: scopesOfPerson(person, record), serverTime };
}
