import { z } from 'zod';
import { instantOfText, wallText } from '../../../../src-shared/silence/wall-time.ts';
import type { Instant } from '../../../../src-shared/time/clock.ts';
import { isZone } from '../../../../src-shared/time/zone.ts';
import type { MaintenanceItem } from '../../../data/maintenance.ts';

/** As it is typed: a time on the clocks of `zone`, whatever this person's are by the time it is found again. */
export const moveFormSchema = z.object({ text: z.string(), zone: z.string().refine(isZone), reason: z.string() });
export type MoveForm = z.infer<typeof moveFormSchema>;

type Moved = Pick<MaintenanceItem, 'planned'> & { state: Pick<MaintenanceItem['state'], 'at'> };

/** Where it stands now, on the clocks of `mine`; a whole day is one of its own zone. */
export function moveForm({ planned: { allDay, zone: own }, state }: Moved, mine: string): MoveForm {
  const zone = allDay ? own : mine;
  return { text: wallText(state.at, zone).slice(0, allDay ? 10 : 16), zone, reason: '' };
}

/** Undefined where what was typed is no time. */
export const movedTo = ({ text, zone }: MoveForm, { allDay }: MaintenanceItem['planned']): Instant | undefined =>
  instantOfText(allDay ? `${text}T00:00` : text, zone, 'start');
