import type { TFunction } from 'i18next';
import { timelineMessage } from '../../src-shared/incident/timeline-message.ts';
import type { ActorRef } from '../../src-shared/model/actor.ts';
import type { TimelineEntry } from '../../src-shared/model/incident.ts';
import type { Instant } from '../../src-shared/time/clock.ts';
import type { Format } from '../platform/format.ts';
import type { Directory } from './directory.ts';

/** What is needed to put facts into the person's words. */
export interface Words {
  t: TFunction;
  format: Format;
  directory: Directory;
  now: Instant;
}

/** One line of a timeline in words, without who and when. `of` names another incident. */
export function entryWords(
  entry: Pick<TimelineEntry, 'event' | 'by'>,
  { t, format, directory, now }: Words,
  of: (incident: string) => string,
): { text: string; body?: string } {
  const message = timelineMessage(entry);
  const text = t(`incident.event.${message.key}`, {
    ...message.params,
    context: directory.isMe(entry.by) ? 'me' : undefined,
    clock: message.params.clock === undefined ? '' : t(`incident.clock.${message.params.clock}`),
    ...(message.deadline === undefined
      ? {}
      : {
          when: format.momentOn(message.deadline, now),
          since: format.momentSince(message.deadline, now),
          until: format.momentTo(message.deadline, now),
        }),
    person: message.person === undefined ? '' : (directory.person(message.person)?.name ?? message.person),
    team: message.team === undefined ? '' : (directory.team(message.team)?.name ?? message.team),
    incident: message.incident === undefined ? '' : of(message.incident),
    defaultValue: message.key,
  });
  return message.body ? { text, body: message.body } : { text };
}

/** Who did it, « Vous » for the reader. */
export function actorWords(by: ActorRef, { t, directory }: Pick<Words, 't' | 'directory'>): string {
  return directory.isMe(by) ? t('incident.you') : directory.actor(by);
}

/** The same inside a sentence: « par vous ». */
export function actorWithin(by: ActorRef, { t, directory }: Pick<Words, 't' | 'directory'>): string {
  return directory.isMe(by) ? t('incident.youWithin') : directory.actor(by);
}
