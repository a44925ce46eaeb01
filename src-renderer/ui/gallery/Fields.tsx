import { useState } from 'react';
import { Button } from '../Button.tsx';
import { DateField } from '../DateField.tsx';
import { FieldRow } from '../FieldRow.tsx';
import { FileButton } from '../FileButton.tsx';
import { FilesDrop } from '../FilesDrop.tsx';
import { FileTile } from '../FileTile.tsx';
import { FileTiles } from '../FileTiles.tsx';
import { Form } from '../Form.tsx';
import { Select } from '../Select.tsx';
import { TextArea } from '../TextArea.tsx';
import { TextField } from '../TextField.tsx';
import { ZoneSelect } from '../ZoneSelect.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

const PIXEL =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" width="64" height="48"%3E%3Crect width="64" height="48" fill="%235b7f95"/%3E%3C/svg%3E';
const FILE = {
  name: 'vidage.log',
  fact: '1,2 Mo',
  facts: '1,2 Mo · Ana Duarte',
  hash: 'a3f1'.repeat(16),
  state: 'here',
  words: { show: 'Voir', save: 'Enregistrer', saveIt: 'Enregistrer', close: 'Fermer' },
  onSave: () => undefined,
} as const;

/** What is filled in. */
export function Fields() {
  const [hours, setHours] = useState<'always' | 'work'>('always');
  const [day, setDay] = useState('');
  const [start, setStart] = useState('2026-11-24T18:05');
  const [sender, setSender] = useState('');
  const [tried, setTried] = useState(false);
  const [zone, setZone] = useState('Europe/Paris');
  return (
    <>
      <Specimen name="TextField, TextArea, DateField, Select, ZoneSelect">
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
          <ZoneSelect
            label="Fuseau"
            searchLabel="Chercher un fuseau"
            mine="Europe/Paris"
            value={zone}
            onChange={setZone}
          />
        </div>
      </Specimen>
      <Specimen name="Form, FieldRow, FileButton">
        <Form className={styles.stack} aria-label="Nouvel émetteur" onSubmit={() => setTried(true)}>
          <TextField
            label="Émetteur"
            value={sender}
            onChange={setSender}
            error={tried && sender.trim() === '' ? 'Un nom, par exemple « Sonde de Lyon ».' : undefined}
          />
          <FieldRow columns={2}>
            <TextField label="Regrouper par" defaultValue="service" hint="Une étiquette de l’alerte." />
            <TextField label="Attendre" defaultValue="30 s" />
          </FieldRow>
          <div className={styles.row}>
            <Button type="submit" variant="primary" size="small" keys="Ctrl ↵">
              Créer
            </Button>
            <FileButton accept={['application/json', '.json']} onText={(text) => setSender(text.slice(0, 60))}>
              Importer un réglage…
            </FileButton>
          </div>
        </Form>
      </Specimen>
      <Specimen name="FilesDrop, FileTiles, FileTile">
        <div className={styles.stack}>
          <FilesDrop
            label="Preuves"
            choose="Joindre des fichiers…"
            hint="ou collez, déposez : au plus 10 Mo par fichier"
            onFiles={() => undefined}
          >
            <TextField label="Ce qui a été constaté (facultatif)" />
            <FileTiles
              label="Preuves"
              files={[
                { ...FILE, id: 'log', removeLabel: 'Retirer vidage.log' },
                { ...FILE, id: 'view', name: 'capture.png', picture: PIXEL },
                { ...FILE, id: 'gone', state: 'missing', fact: 'introuvable sur le serveur' },
              ]}
            />
          </FilesDrop>
          <FileTile {...FILE} state="waiting" fact="pas encore sur cet ordinateur" />
        </div>
      </Specimen>
    </>
  );
}
