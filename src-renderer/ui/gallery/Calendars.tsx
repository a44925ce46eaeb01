import { useState } from 'react';
import { dayNumber } from '../../../src-shared/time/day.ts';
import { inMonth, weeksOf } from '../../../src-shared/time/month.ts';
import { KeyLine } from '../KeyLine.tsx';
import { MonthGrid } from '../MonthGrid.tsx';
import { PeriodBar } from '../PeriodBar.tsx';
import { Specimen } from './Specimen.tsx';

const TODAY = dayNumber('2026-11-23');
const WEEKDAYS = ['lun.', 'mar.', 'mer.', 'jeu.', 'ven.', 'sam.', 'dim.'];
const FREEZE = { id: 'gel', title: 'Soldes d’hiver', from: TODAY + 2, to: TODAY + 9 };

/** Stretches of time. */
export function Calendars() {
  const [at, setAt] = useState(TODAY);
  return (
    <>
      <Specimen name="PeriodBar">
        <PeriodBar
          title="novembre 2026"
          words={{ before: 'Précédent', after: 'Suivant', present: 'Aujourd’hui' }}
          onBefore={() => setAt(inMonth(at, -1))}
          onAfter={() => setAt(inMonth(at, 1))}
          onPresent={() => setAt(TODAY)}
        />
      </Specimen>
      <Specimen name="MonthGrid">
        <MonthGrid
          label="novembre 2026"
          weeks={weeksOf(at, 'Europe/Paris')}
          at={at}
          onAt={setAt}
          today={TODAY}
          weekdays={WEEKDAYS}
          words={{
            week: (number) => ({ short: `S${number}`, long: `Semaine ${number}` }),
            first: '1er',
            more: (count) => `${count} de plus`,
          }}
          bands={[FREEZE]}
          cellOf={({ day }, tabIndex) => ({
            label: `jour ${day - TODAY}`,
            items: (day === TODAY ? ['09:00 Noyau', '10:00 Cache', '11:00 Sondes', '14:00 Base', '15:00 DNS'] : []).map(
              (id) => ({
                id,
                node: (
                  <button type="button" tabIndex={tabIndex}>
                    {id}
                  </button>
                ),
              }),
            ),
          })}
        />
      </Specimen>
      <Specimen name="KeyLine">
        <KeyLine
          items={[
            { id: 'days', keys: ['←', '→'], label: 'Jours' },
            { id: 'open', keys: ['↵'], label: 'Ouvrir' },
          ]}
        />
      </Specimen>
    </>
  );
}
