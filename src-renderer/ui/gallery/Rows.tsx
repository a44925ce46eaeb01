import { useState } from 'react';
import { PRIORITIES } from '../../../src-shared/model/priority.ts';
import { ClockCard } from '../ClockCard.tsx';
import { ClockCards } from '../ClockCards.tsx';
import { FilterChip } from '../FilterChip.tsx';
import { IncidentLine, type IncidentLineProps } from '../IncidentLine.tsx';
import { SearchField } from '../SearchField.tsx';
import { SectionHeading } from '../SectionHeading.tsx';
import { ViewTab, ViewTabs } from '../ViewTabs.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

const LINES: readonly IncidentLineProps[] = [
  {
    priority: 'P0',
    number: '#42',
    title: 'Paiement indisponible',
    service: 'api-paiement',
    holder: 'non acquitté',
    untaken: true,
    team: 'Backend',
    left: '−1:42',
    urgency: 'breached',
    fraction: 1.2,
    cursor: true,
  },
  {
    priority: 'P1',
    number: '#41',
    title: 'Latence recherche au-dessus de 800 ms',
    service: 'recherche',
    holder: 'Vous',
    untaken: false,
    team: 'Backend',
    left: '18 min',
    urgency: 'soon',
    fraction: 0.93,
    waiting: 'en attente, pas encore acquitté',
  },
  {
    priority: 'P1',
    number: '#39',
    title: 'Certificat expire dans 3 jours',
    service: 'passerelle',
    holder: 'A. D.',
    untaken: false,
    team: 'Security',
    left: '2 h 51',
    urgency: 'ok',
    fraction: 0.28,
    marked: true,
  },
  {
    priority: 'P2',
    number: '#38',
    title: 'Disque /var à 84 %',
    service: 'db-2',
    holder: 'I. B.',
    untaken: false,
    team: 'DevOps',
    left: 'en pause',
    urgency: 'paused',
    fraction: 0.4,
  },
  {
    priority: 'P3',
    number: '#37',
    title: 'Index à reconstruire',
    service: 'catalogue',
    holder: 'I. B.',
    untaken: false,
    team: 'DevOps',
    left: '3 h 20',
    urgency: 'ok',
    fraction: 0.17,
  },
  {
    priority: 'P4',
    number: '#30',
    title: 'Page d’accueil lente le dimanche',
    service: 'vitrine',
    holder: 'résolu',
    untaken: false,
    team: 'Frontend',
    left: '',
    urgency: 'none',
    over: true,
  },
];

export function Rows() {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string[]>(['P0', 'P1']);
  const [team, setTeam] = useState<string[]>([]);
  const chip = {
    removeLabel: 'Retirer',
    summary: ([first = '', ...more]: string[]) => (more.length > 0 ? `${first} +${more.length}` : first),
  };
  return (
    <>
      <Specimen name="ClockCard">
        <ClockCards label="Engagements">
          <ClockCard
            label="Réponse, 5 min"
            figure="tenue · 1:54"
            urgency="met"
            fraction={0.38}
            note="acquitté à 10:38"
          />
          <ClockCard
            label="Résolution, 60 min"
            figure="41:12"
            urgency="ok"
            fraction={0.31}
            note="due à 11:36"
            current
          />
          <ClockCard
            label="Résolution, 60 min"
            figure="8:40"
            urgency="soon"
            fraction={0.86}
            note="due à 11:36"
            current
          />
          <ClockCard
            label="Résolution, 60 min"
            figure="−3:08"
            urgency="breached"
            fraction={1}
            note="était due à 11:36"
            current
          />
          <ClockCard
            label="Résolution, 4 h"
            figure="en pause · 2 h"
            urgency="paused"
            fraction={0.5}
            note="attend le client"
          />
          <ClockCard label="Post-incident, 24 h" figure="à venir" urgency="none" fraction={0} />
        </ClockCards>
      </Specimen>
      <Specimen name="IncidentLine">
        <div className={styles.flush}>
          <SectionHeading note="6 ouverts">Par échéance</SectionHeading>
          {LINES.map((line) => (
            <IncidentLine key={line.number} {...line} />
          ))}
        </div>
      </Specimen>
      <Specimen name="ViewTabs, FilterChip, SearchField">
        <ViewTabs label="Vues">
          {['Ouverts', 'Les miens', 'Non acquittés', 'Tous'].map((name) => (
            <ViewTab key={name} current={name === 'Ouverts'} onPress={() => undefined}>
              {name}
            </ViewTab>
          ))}
        </ViewTabs>
        <div className={styles.row}>
          <SearchField label="Filtrer" keys="/" value={text} onChange={setText} />
          <FilterChip
            {...chip}
            label="Priorité"
            options={PRIORITIES.map((id) => ({ id, label: id }))}
            chosen={chosen}
            onChange={setChosen}
          />
          <FilterChip
            {...chip}
            label="Équipe"
            options={[{ id: 'b', label: 'Backend' }]}
            chosen={team}
            onChange={setTeam}
          />
        </div>
      </Specimen>
    </>
  );
}
