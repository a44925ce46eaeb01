import { hashText } from '../intake/keys.ts';
import { type Heartbeat, type HeartbeatId, heartbeatId } from '../model/heartbeat.ts';
import { DAY, HOUR } from '../time/clock.ts';

/** The ids that a slug may get where a ping makes its heartbeat, in their order: the first that no other has. */
export function* idsOfSlug(slug: string): Generator<HeartbeatId, never> {
  for (let n = 0; ; n += 1) yield heartbeatId(`heartbeat-${hashText(n === 0 ? slug : `${slug}/${n}`)}`);
}

/** What a ping makes of its slug, with the settings that healthchecks.io gives such a check. */
export const madeByPing = (slug: string): Pick<Heartbeat, 'name' | 'slug' | 'tags' | 'priority' | 'schedule'> => ({
  name: slug,
  slug,
  tags: [],
  priority: 'P2',
  schedule: { kind: 'period', period: DAY, grace: HOUR },
});
