import BookOpen from 'lucide-react/icons/book-open';
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
import { matchOf, rank, type Searchable, searchable } from './rank.ts';
import { useProcedureHits } from './use-procedure-hits.ts';

const MOST_INCIDENTS = 8;
const MOST_RECENT = 4;

const incidentItem = (id: string, doc: Incident): PaletteItem => ({
  id: `incident:${doc.number ?? id}`,
  label: nameOf(doc),
  icon: <PriorityBadge priority={doc.priority} />,
});

/** Words in another order than the title's, or of its text alone: before and after letters that happen to fit. */
const wordsFit = ({ marks }: { marks: readonly unknown[] }) => (marks.length > 0 ? 65 : 20);

/** Commands by group while nothing is typed, what was used of late first; then whatever fits, the best first. */
export function usePaletteGroups(query: string, context: CommandContext): PaletteGroup[] {
  const { t, i18n } = useTranslation();
  const { registry, machine } = useServices();
  const { rows } = useIncidents();
  const number = /^#?(\d{1,15})$/.exec(query.trim())?.[1];
  const hits = useProcedureHits(query);
  const numbered = useLive(
    async (_, records) => (number === undefined ? undefined : await records.incidentByNumber(Number(number))),
    [number],
  );

  // By the letter only what was typed changes: names are put together and folded when the palette opens.
  const commands = useMemo(() => {
    const inOther = i18n.getFixedT(i18n.language === 'fr' ? 'en' : 'fr');
    const items = new Map<string, PaletteItem>();
    const known = registry
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
        return searchable({
          id,
          text: label,
          keywords: inOther(`command.${id}`),
          group: `${t(`commandGroup.${group}`)} ${inOther(`commandGroup.${group}`)}`,
        });
      });
    return { items, known };
  }, [context, registry, machine, t, i18n]);
  const incidents = useMemo(() => [...rows].map(([id, { doc }]) => searchable({ id, text: nameOf(doc), doc })), [rows]);

  return useMemo(() => {
    const { items, known } = commands;
    const { ids: recent } = registry.recent.getState();
    const pick = (list: readonly Searchable[]) => list.flatMap(({ candidate }) => items.get(candidate.id) ?? []);
    const filled = (groups: PaletteGroup[]) => groups.filter((group) => group.items.length > 0);

    if (query.trim() === '') {
      const used = recent.flatMap((id) => known.find((one) => one.candidate.id === id) ?? []).slice(0, MOST_RECENT);
      // What is about the incident at hand comes before what could be done without one.
      const without = { ...context, incident: undefined };
      const aboutIt = ({ candidate }: Searchable) => {
        const command = registry.find(candidate.id);
        return command !== undefined && !registry.isAvailable(command, without);
      };
      const others = known.filter((one) => !used.includes(one));
      const rest = [...others.filter(aboutIt), ...others.filter((one) => !aboutIt(one))];
      const groups = COMMAND_GROUPS.map((group) => ({
        id: group,
        label:
          group === 'incident' && context.incident
            ? `${t('commandGroup.incident')} · ${context.incident.title}`
            : t(`commandGroup.${group}`),
        items: pick(rest.filter(({ candidate }) => registry.find(candidate.id)?.group === group)).map((item) => ({
          ...item,
          note: undefined,
        })),
      }));
      return filled([{ id: 'recent', label: t('palette.recent'), items: pick(used) }, ...groups]);
    }

    const named = numbered
      ? [
          ...incidents.filter(({ candidate }) => candidate.id !== numbered.id),
          searchable({ id: numbered.id, text: nameOf(numbered.doc), doc: numbered.doc }),
        ]
      : incidents;
    const found = rank(query, named, []).slice(0, MOST_INCIDENTS);
    const fitting = rank(query, known, recent);
    // Enter takes the first: an incident that is named comes before an action whose letters happen to fit.
    const points = (one: Searchable | undefined) => (one && matchOf(query, one)) ?? -1;
    const ranked = [
      { points: points(fitting[0]), id: 'commands', label: t('palette.commands'), items: pick(fitting) },
      {
        points: number === undefined ? points(found[0]) : Number.POSITIVE_INFINITY,
        id: 'incidents',
        label: t('palette.incidents'),
        items: found.map(({ candidate: { id, doc } }) => incidentItem(id, doc)),
      },
      {
        points: hits[0]
          ? (matchOf(query, searchable({ id: hits[0].id, text: hits[0].title })) ?? wordsFit(hits[0]))
          : -1,
        id: 'procedures',
        label: t('palette.procedures'),
        items: hits.map(
          (hit): PaletteItem => ({
            id: `procedure:${hit.id}`,
            label: hit.title,
            marks: hit.marks,
            icon: <BookOpen size={15} strokeWidth={1.6} aria-hidden />,
            note: t(`procedurePage.kind.${hit.kind}`),
            ...(hit.canStart ? { second: t('palette.start') } : {}),
          }),
        ),
      },
    ];
    return filled(ranked.sort((a, b) => b.points - a.points));
  }, [query, context, registry, commands, incidents, numbered, number, hits, t]);
}
