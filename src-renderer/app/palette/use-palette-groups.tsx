import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../src-shared/model/incident.ts';
import { useLive } from '../../data/hooks.ts';
import { nameOf } from '../../data/incident-line.ts';
import { useIncidents } from '../../data/use-incidents.ts';
import type { CommandContext } from '../../platform/commands.ts';
import { displayKeys } from '../../platform/keys.ts';
import type { PaletteGroup, PaletteItem } from '../../ui/CommandPalette.tsx';
import { PriorityBadge } from '../../ui/PriorityBadge.tsx';
import { COMMAND_GROUPS } from '../commands/command-registry.ts';
import { useServices } from '../services-context.ts';
import { type Candidate, matchOf, rank } from './rank.ts';

const MOST_INCIDENTS = 8;
const MOST_RECENT = 4;

const incidentItem = (id: string, doc: Incident): PaletteItem => ({
  id: `incident:${doc.number ?? id}`,
  label: nameOf(doc),
  icon: <PriorityBadge priority={doc.priority} />,
});

/** Commands by group while nothing is typed, what was used of late first; then whatever fits, the best first. */
export function usePaletteGroups(query: string, context: CommandContext): PaletteGroup[] {
  const { t, i18n } = useTranslation();
  const { registry, machine } = useServices();
  const { rows } = useIncidents();
  const number = /^#?(\d{1,15})$/.exec(query.trim())?.[1];
  const numbered = useLive(
    async (_, records) => (number === undefined ? undefined : await records.incidentByNumber(Number(number))),
    [number],
  );

  return useMemo(() => {
    const inOther = i18n.getFixedT(i18n.language === 'fr' ? 'en' : 'fr');
    const items = new Map<string, PaletteItem>();
    const candidates: Candidate[] = registry
      .available(context)
      .filter(({ id }) => id !== 'app.palette')
      .map(({ id, keys, group }) => {
        const label = t(`command.${id}`);
        const about = id.startsWith('incident.') && id !== 'incident.new' ? context.incident?.title : undefined;
        items.set(id, {
          id,
          label,
          note: about ?? t(`commandGroup.${group}`),
          keys: keys === undefined ? undefined : displayKeys(keys, machine.info.platform),
        });
        return { id, text: label, keywords: inOther(`command.${id}`) };
      });
    const { ids: recent } = registry.recent.getState();
    const pick = (list: readonly Candidate[]) => list.flatMap(({ id }) => items.get(id) ?? []);
    const filled = (groups: PaletteGroup[]) => groups.filter((group) => group.items.length > 0);

    if (query.trim() === '') {
      const used = recent.flatMap((id) => candidates.find((one) => one.id === id) ?? []).slice(0, MOST_RECENT);
      // What is about the incident at hand comes before what could be done without one.
      const without = { ...context, incident: undefined };
      const aboutIt = ({ id }: Candidate) => {
        const command = registry.find(id);
        return command !== undefined && !registry.isAvailable(command, without);
      };
      const others = candidates.filter(({ id }) => !used.some((one) => one.id === id));
      const rest = [...others.filter(aboutIt), ...others.filter((one) => !aboutIt(one))];
      const groups = COMMAND_GROUPS.map((group) => ({
        id: group,
        label:
          group === 'incident' && context.incident
            ? `${t('commandGroup.incident')} · ${context.incident.title}`
            : t(`commandGroup.${group}`),
        items: pick(rest.filter(({ id }) => registry.find(id)?.group === group)).map((item) => ({
          ...item,
          note: undefined,
        })),
      }));
      return filled([{ id: 'recent', label: t('palette.recent'), items: pick(used) }, ...groups]);
    }

    const incidents = new Map([...rows.values()].map((row) => [row.id, incidentItem(row.id, row.doc)]));
    if (numbered) incidents.set(numbered.id, incidentItem(numbered.id, numbered.doc));
    const named = [...incidents].map(([id, item]) => ({ id, text: item.label }));
    const found = rank(query, named, []).slice(0, MOST_INCIDENTS);
    const commands = rank(query, candidates, recent);
    // Enter takes the first: an incident that is named comes before an action whose letters happen to fit.
    const points = (one: Candidate | undefined) => (one && matchOf(query, one)) ?? -1;
    const incidentsFirst = number !== undefined || points(found[0]) > points(commands[0]);
    const groups: PaletteGroup[] = [
      { id: 'commands', label: t('palette.commands'), items: pick(commands) },
      { id: 'incidents', label: t('palette.incidents'), items: found.flatMap(({ id }) => incidents.get(id) ?? []) },
    ];
    return filled(incidentsFirst ? groups.toReversed() : groups);
  }, [query, context, registry, machine, rows, numbered, number, t, i18n]);
}
