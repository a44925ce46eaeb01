/** The id of the n-th repeat of an alarm: `…/lapse#3`; the alarm's own at 0. */
export const repeatId = (id: string, repeat: number): string => (repeat === 0 ? id : `${id}#${repeat}`);

/** `…/lapse#3` → `…/lapse`: the plan's id of a repeat. */
export function baseOf(id: string): string {
  return id.replace(/#\d+$/, '');
}

/** `<incident>/<clock>/<window>`: alarms that replace one another, the latest says all. */
export function windowOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}
