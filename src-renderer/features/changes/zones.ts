/** The person's own zone and UTC first, then all that this machine knows. */
export function zonesFor(current: string, mine: string): { id: string; label: string }[] {
  const all = new Set([mine, 'UTC', current, ...Intl.supportedValuesOf('timeZone')]);
  return [...all].map((id) => ({ id, label: id.replaceAll('_', ' ') }));
}
