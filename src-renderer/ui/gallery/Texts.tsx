import { useState } from 'react';
import { CodeChip } from '../CodeChip.tsx';
import { Markdown } from '../Markdown.tsx';
import { Marked } from '../Marked.tsx';
import { PageTitle } from '../PageTitle.tsx';
import { TextDiff } from '../TextDiff.tsx';
import { type Steps, ValueTree } from '../ValueTree.tsx';
import styles from './Gallery.module.css';
import { PROCEDURE } from './procedure.ts';
import { Specimen } from './Specimen.tsx';

const ALERT = {
  status: 'firing',
  labels: { alertname: 'DiskAlmostFull', instance: 'db-2:9100', severity: 'warning' },
  annotations: { summary: 'Disque /var à 84 %' },
  values: [84.2, 83.9],
};
const PICKED = JSON.stringify(['annotations', 'summary']);

/** What is written at length, and by machines. */
export function Texts() {
  const [picked, setPicked] = useState(PICKED);
  return (
    <>
      <Specimen name="PageTitle, CodeChip, Marked">
        <div className={styles.stack}>
          <PageTitle isClamped>Paiement indisponible : le fournisseur de cartes refuse 40 % des demandes</PageTitle>
          <div className={styles.row}>
            <CodeChip>service="api-paiement"</CodeChip>
            <CodeChip>team=~"backend|devops"</CodeChip>
          </div>
          <p>
            <Marked
              text="Certificat de la passerelle : expire dans 3 jours"
              marks={[
                { from: 0, to: 10 },
                { from: 30, to: 36 },
              ]}
            />
          </p>
        </div>
      </Specimen>
      <Specimen name="Markdown">
        <Markdown text={PROCEDURE} />
      </Specimen>
      <Specimen name="TextDiff">
        <TextDiff
          before={PROCEDURE}
          after={PROCEDURE.replace('200 ms', '150 ms').replace('- Prévenez le support.\n', '')}
          label="De la révision 4 à la révision 5"
          skipped={(count) => `${count} lignes identiques`}
          removed="Retiré :"
          added="Ajouté :"
          same="Aucune différence."
        />
      </Specimen>
      <Specimen name="ValueTree">
        <ValueTree
          label="Alerte reçue"
          value={ALERT}
          onPick={(steps: Steps) => setPicked(JSON.stringify(steps))}
          marksOf={(steps) => (JSON.stringify(steps) === picked ? ['titre'] : [])}
        />
      </Specimen>
    </>
  );
}
