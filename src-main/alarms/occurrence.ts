/** `…/lapse#3` → `…/lapse`: the plan's id of a repeat. */
export function baseOf(id: string): string {
  return id.replace(/#\d+$/, '');
}

/** `<incident>/<clock>/<window>`: alarms that replace one another. */
export function windowOf(id: string): string {
  return id.slice(0, id.lastIndexOf('/'));
}
