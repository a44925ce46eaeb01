import { useState } from 'react';
import { DateField } from '../DateField.tsx';
import { Select } from '../Select.tsx';
import { TextArea } from '../TextArea.tsx';
import { TextField } from '../TextField.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

/** What is filled in. */
export function Fields() {
  const [hours, setHours] = useState<'always' | 'work'>('always');
  const [day, setDay] = useState('');
  const [start, setStart] = useState('2026-11-24T18:05');
  return (
    <Specimen name="TextField, TextArea, DateField, Select">
      <div className={styles.stack}>
        <TextField
          label="Serveur"
          defaultValue="https://vigie.example.org"
          hint="Son adresse, telle que l’équipe la donne."
        />
        <TextField label="Clé" placeholder="vg_…" />
        <TextField label="Délai" defaultValue="cinq" error="Un nombre de minutes, par exemple 5." />
        <TextField label="Inactif" defaultValue="fixé par le serveur" isDisabled />
        <TextArea label="Note" placeholder="Ce que vous voyez, ce que vous essayez" />
        <DateField label="Échéance" value={day} onChange={setDay} />
        <DateField label="Début" hint="Europe/Paris" hasTime value={start} onChange={setStart} />
        <Select
          label="Heures"
          value={hours}
          onChange={(id) => setHours(id)}
          hint="Hors de ces heures, l’horloge ne court pas."
          options={[
            { id: 'always', label: 'Toujours' },
            { id: 'work', label: 'Heures ouvrées, France' },
          ]}
        />
      </div>
    </Specimen>
  );
}
