import { describe, expect, it } from 'vitest';
import { type Candidate, matchOf, rank, searchable } from './rank.ts';

const candidates = [
  { id: 'incident.acknowledge', text: 'Acquitter l’incident', keywords: 'Acknowledge the incident' },
  { id: 'incident.assign', text: 'Assigner à quelqu’un', keywords: 'Assign to somebody' },
  { id: 'go.settings', text: 'Ouvrir les réglages', keywords: 'Open settings' },
  { id: 'incident:42', text: '#42 Paiement indisponible' },
  { id: 'incident:7', text: '#7 Cœur de réseau à 84 %' },
];
const ranked = (query: string, among: readonly Candidate[], recent: string[] = []) =>
  rank(query, among.map(searchable), recent).map((one) => one.candidate.id);
const found = (query: string, recent: string[] = []) => ranked(query, candidates, recent);

describe('palette ranking', () => {
  it('reads without accents, ligatures and curly apostrophes', () => {
    expect(found('reglages')).toEqual(['go.settings']);
    expect(found('coeur')).toEqual(['incident:7']);
  });

  it('finds by the start of words, by scattered letters and by number', () => {
    expect(found('acq')[0]).toBe('incident.acknowledge');
    expect(found('acqinc')[0]).toBe('incident.acknowledge');
    expect(found('42')[0]).toBe('incident:42');
    expect(found('paiement')[0]).toBe('incident:42');
  });

  it('knows the words of the other language', () => {
    expect(found('settings')).toEqual(['go.settings']);
  });

  it('finds what is of a group by its name, after what is named so', () => {
    const among = [
      { id: 'view.theme', text: 'Thème clair ou sombre', group: 'Apparence Appearance' },
      { id: 'app.find', text: 'Chercher une apparence' },
    ];
    expect(ranked('apparence', among)).toEqual(['app.find', 'view.theme']);
    expect(ranked('appearance', among)).toEqual(['view.theme']);
  });

  it('holds an incident that is named above an action whose letters happen to fit', () => {
    const named = searchable({ id: 'incident:3', text: '#3 Latence de la recherche' });
    const action = searchable({ id: 'incident.unacknowledge', text: 'Retirer l’acquittement' });
    expect(matchOf('lat', named)).toBeGreaterThan(matchOf('lat', action) ?? 0);
    expect(ranked('lat', [{ id: 'app.test', text: 'Tester les notifications' }])).toEqual([]);
  });

  it('puts what was run of late first when nothing is typed', () => {
    expect(found('', ['go.settings', 'incident.assign']).slice(0, 2)).toEqual(['go.settings', 'incident.assign']);
    expect(found('')).toHaveLength(candidates.length);
  });

  it('answers nothing to what fits nothing', () => {
    expect(found('zzz')).toEqual([]);
    expect(found('qqqq')).toEqual([]);
  });
});
