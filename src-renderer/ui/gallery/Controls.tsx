import Download from 'lucide-react/icons/download';
import Plus from 'lucide-react/icons/plus';
import { useState } from 'react';
import { Button } from '../Button.tsx';
import { IconButton } from '../IconButton.tsx';
import { MenuButton } from '../MenuButton.tsx';
import { SegmentedControl } from '../SegmentedControl.tsx';
import { Switch } from '../Switch.tsx';
import { WindowSwitch } from '../WindowSwitch.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

const nothing = () => undefined;

/** What is pressed. */
export function Controls({ onOpen }: { onOpen(name: string): void }) {
  const [on, setOn] = useState(true);
  const [theme, setTheme] = useState<'system' | 'light' | 'dark'>('dark');
  return (
    <>
      <Specimen name="Button">
        <div className={styles.row}>
          <Button variant="primary" keys="E">
            Résoudre
          </Button>
          <Button variant="danger" keys="A">
            Acquitter
          </Button>
          <Button keys="R">Procédure</Button>
          <Button variant="quiet">Annuler</Button>
        </div>
        <div className={styles.row}>
          <Button size="small" icon={<Plus aria-hidden />}>
            Ajouter
          </Button>
          <Button size="small" variant="quiet" keys="Escape">
            Fermer
          </Button>
          <Button size="small" isDisabled>
            Inactif
          </Button>
          <Button size="small" isDisabled reason="Votre rôle ne le permet pas">
            Expliqué
          </Button>
          <Button size="small" isPending>
            En cours
          </Button>
        </div>
      </Specimen>
      <Specimen name="IconButton, MenuButton">
        <div className={styles.row}>
          <IconButton label="Exporter" icon={<Download aria-hidden />} />
          <IconButton label="Ajouter" size="small" icon={<Plus aria-hidden />} />
          <IconButton label="Inactif" isDisabled icon={<Plus aria-hidden />} />
          <MenuButton
            label="Affecter à"
            items={[
              { id: 'a', label: 'A. D.', keys: '1' },
              { id: 'b', label: 'N. L.' },
            ]}
            onAction={nothing}
          />
        </div>
      </Specimen>
      <Specimen name="Switch">
        <div className={styles.row}>
          <Switch label="Son" hint="P0 et P1 passent toujours" isSelected={on} onChange={setOn} />
          <Switch label="Démarrer avec la session" isSelected={!on} onChange={() => setOn(!on)} />
          <Switch label="Inactif" isSelected isDisabled onChange={nothing} />
        </div>
      </Specimen>
      <Specimen name="WindowSwitch">
        <WindowSwitch
          label="Mettre Paiement sous silence"
          hint="Ses alertes n’appellent personne pendant 30 min au plus"
          isSelected={!on}
          onChange={() => setOn(!on)}
          warning="Cet incident est ouvert et personne ne l’a acquitté."
          incidents={[{ id: '42', priority: 'P1', link: <a href="#42">#42 Latence au paiement</a> }]}
        />
      </Specimen>
      <Specimen name="SegmentedControl">
        <div className={styles.row}>
          <SegmentedControl
            label="Thème"
            value={theme}
            onChange={(id) => setTheme(id)}
            options={[
              { id: 'system', label: 'Système' },
              { id: 'light', label: 'Clair' },
              { id: 'dark', label: 'Sombre' },
            ]}
          />
        </div>
      </Specimen>
      <Specimen name="Par-dessus">
        <div className={styles.row}>
          {['dialog', 'palette', 'toasts'].map((name) => (
            <Button key={name} size="small" onPress={() => onOpen(name)}>
              {name}
            </Button>
          ))}
        </div>
      </Specimen>
    </>
  );
}
