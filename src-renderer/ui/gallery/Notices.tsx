import TriangleAlert from 'lucide-react/icons/triangle-alert';
import WifiOff from 'lucide-react/icons/wifi-off';
import { useState } from 'react';
import { Button } from '../Button.tsx';
import { Callout } from '../Callout.tsx';
import { FoundDraft } from '../FoundDraft.tsx';
import { ListNote } from '../ListNote.tsx';
import { NoticeBar } from '../NoticeBar.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

/** What is said above or in the place of something else. */
export function Notices() {
  const [isFound, setFound] = useState(true);
  return (
    <>
      <Specimen name="Callout">
        <div className={styles.stack}>
          <Callout
            tone="info"
            icon={<WifiOff size={14} strokeWidth={1.8} />}
            actions={<Button size="small">Réessayer</Button>}
          >
            Hors ligne : le registre est celui de 10:38.
          </Callout>
          <Callout tone="warn" icon={<TriangleAlert size={14} strokeWidth={1.8} />}>
            L’épreuve de restauration de db-2 est en retard de 3 jours.
          </Callout>
        </div>
      </Specimen>
      <Specimen name="NoticeBar, FoundDraft">
        <div className={styles.flush}>
          {isFound && (
            <FoundDraft discardLabel="Jeter le brouillon" onDiscard={() => setFound(false)}>
              Vous aviez commencé : votre texte est repris.
            </FoundDraft>
          )}
          <NoticeBar
            tone="warn"
            role="status"
            actions={
              <Button size="small" variant="quiet">
                Aller au premier
              </Button>
            }
          >
            A. D. a enregistré aussi : 2 passages à choisir.
          </NoticeBar>
        </div>
      </Specimen>
      <Specimen name="ListNote">
        <div className={styles.flush}>
          <ListNote>Aucune échéance à votre nom.</ListNote>
          <ListNote isMore>12 autres, plus anciens</ListNote>
        </div>
      </Specimen>
    </>
  );
}
