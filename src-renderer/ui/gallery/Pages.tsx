import { useState } from 'react';
import { AsidePage } from '../AsidePage.tsx';
import { Button } from '../Button.tsx';
import { DefinitionList } from '../DefinitionList.tsx';
import { Markdown } from '../Markdown.tsx';
import { NoticeBar } from '../NoticeBar.tsx';
import { PageTitle } from '../PageTitle.tsx';
import { SectionHeading } from '../SectionHeading.tsx';
import { SegmentedControl } from '../SegmentedControl.tsx';
import { TextEditor } from '../TextEditor.tsx';
import { TextField } from '../TextField.tsx';
import { type Shown, WritingPage } from '../WritingPage.tsx';
import styles from './Gallery.module.css';
import { PROCEDURE } from './procedure.ts';
import { Specimen } from './Specimen.tsx';

/** Of the search panel; the console has them all. */
const PHRASES = { Find: 'Chercher', next: 'suivant', previous: 'précédent', close: 'fermer' };

/** What takes the whole place of the console, in a smaller one. */
export function Pages() {
  const [shown, setShown] = useState<Shown>('both');
  const [title, setTitle] = useState('Base de paiement : bascule');
  const [text, setText] = useState(PROCEDURE);
  return (
    <>
      <Specimen name="AsidePage">
        <div className={styles.frame}>
          <AsidePage
            isWide
            asideLabel="Détails"
            aside={
              <>
                <SectionHeading>Détails</SectionHeading>
                <div className={styles.inset}>
                  <DefinitionList
                    items={[
                      { id: 'service', term: 'Service', value: 'api-paiement' },
                      { id: 'team', term: 'Équipe', value: 'Backend' },
                      { id: 'owner', term: 'Responsable', value: 'Nadia Lopez' },
                    ]}
                  />
                </div>
              </>
            }
          >
            <div className={styles.inset}>
              <PageTitle>Base de paiement : bascule</PageTitle>
              <p>Suivie 4 fois ce mois-ci, en 6 min au milieu ; la dernière fois par I. B., le 19 novembre.</p>
            </div>
          </AsidePage>
        </div>
      </Specimen>
      <Specimen name="WritingPage, TextEditor">
        <div className={styles.tallFrame}>
          <WritingPage
            label="Modifier la procédure"
            shown={shown}
            bar={
              <>
                <SegmentedControl
                  label="Vue"
                  value={shown}
                  onChange={(id) => setShown(id)}
                  options={[
                    { id: 'both', label: 'Les deux' },
                    { id: 'text', label: 'Texte' },
                    { id: 'preview', label: 'Aperçu' },
                  ]}
                />
                <span className={styles.end}>
                  <Button size="small" variant="primary" keys="Ctrl S">
                    Enregistrer
                  </Button>
                </span>
              </>
            }
            notices={<NoticeBar>Cette procédure est suivie en ce moment : la suite garde son texte.</NoticeBar>}
            title={<TextField aria-label="Titre" value={title} onChange={setTitle} />}
            text={
              <TextEditor
                label="Texte de la procédure"
                value={text}
                onChange={setText}
                phrases={PHRASES}
                problems={[{ line: 6, message: 'La commande se met après le texte de l’étape.' }]}
              />
            }
            previewLabel="Aperçu"
            preview={
              <div className={styles.inset}>
                <Markdown text={text} />
              </div>
            }
            foot={<p className={styles.foot}>Gardé sur ce poste à 10:38.</p>}
          />
        </div>
      </Specimen>
    </>
  );
}
