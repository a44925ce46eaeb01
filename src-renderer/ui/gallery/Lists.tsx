import Ellipsis from 'lucide-react/icons/ellipsis';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Button } from '../Button.tsx';
import { Holder } from '../Holder.tsx';
import { KeyHints } from '../KeyHints.tsx';
import { KeyLine } from '../KeyLine.tsx';
import { ListBar } from '../ListBar.tsx';
import { ListPage, ListScroll } from '../ListPage.tsx';
import { MarkedRows } from '../MarkedRows.tsx';
import { MenuButton } from '../MenuButton.tsx';
import { RowButton } from '../RowButton.tsx';
import { RowGrid } from '../RowGrid.tsx';
import { RowMark } from '../RowMark.tsx';
import { RowName } from '../RowName.tsx';
import { RowTitle } from '../RowTitle.tsx';
import { SearchField } from '../SearchField.tsx';
import { StateMark } from '../StateMark.tsx';
import styles from './Gallery.module.css';
import { Specimen } from './Specimen.tsx';

const nothing = () => undefined;

const JOBS = [
  { id: 'dump', name: 'Sauvegarde de db-1', sub: 'api-paiement · DevOps', when: 'chaque nuit à 02:00', last: '02:11' },
  { id: 'index', name: 'Index du catalogue', sub: 'catalogue · Backend', when: 'toutes les heures', last: '10:00' },
  { id: 'mails', name: 'Relances des paniers', sub: 'vitrine · Frontend', when: 'toutes les 15 min', last: '09:15' },
  { id: 'certs', name: 'Certificats', sub: 'passerelle · Security', when: 'le lundi à 06:00', last: 'lundi 06:02' },
];

const FOLLOW_UPS = [
  {
    id: 'alert',
    title: 'Alerter avant que la réplique prenne 200 ms de retard',
    owner: 'Ana Duarte',
    due: 'le 27 nov.',
  },
  { id: 'drill', title: 'Répéter la bascule chaque trimestre', owner: 'Nadia Lopez', due: 'en retard, le 20 nov.' },
  { id: 'pool', title: 'Doubler les connexions à la base', owner: undefined, due: 'abandonnée' },
];

/** Long lists and their rows. */
export function Lists() {
  const [text, setText] = useState('');
  const [marked, setMarked] = useState<readonly string[]>(['drill']);
  const shown = JOBS.filter(({ name }) => name.toLowerCase().includes(text.toLowerCase()));
  const mark = (id: string) =>
    setMarked(marked.includes(id) ? marked.filter((other) => other !== id) : [...marked, id]);
  return (
    <>
      <Specimen name="ListPage, ListBar, RowGrid, RowName">
        <div className={styles.frame}>
          <ListPage>
            <ListBar
              count={shown.length === JOBS.length ? `${JOBS.length}` : `${shown.length} sur ${JOBS.length}`}
              end={<Button size="small">Nouveau battement</Button>}
            >
              <SearchField label="Filtrer" keys="/" value={text} onChange={setText} />
            </ListBar>
            <Jobs lines={shown} />
            <KeyLine items={[{ id: 'rows', keys: ['J', 'K'], label: 'Lignes' }]} />
          </ListPage>
        </div>
      </Specimen>
      <Specimen name="ListScroll, RowMark, RowTitle, Holder, MarkedRows, KeyHints">
        <div className={styles.frame}>
          <ListPage>
            <ListScroll>
              <ul>
                {FOLLOW_UPS.map(({ id, title, owner, due }) => (
                  <li key={id} className={styles.followUp}>
                    <RowMark label={`Cocher ${title}`} isMarked={marked.includes(id)} onMark={() => mark(id)} />
                    <RowTitle isStruck={id === 'pool'} onPress={nothing}>
                      {title}
                    </RowTitle>
                    <Holder name={owner} otherwise="personne" />
                    <span className={styles.faint}>{due}</span>
                    <MenuButton
                      size="small"
                      variant="quiet"
                      label={<Ellipsis size={14} aria-hidden />}
                      aria-label={`Actions sur ${title}`}
                      items={[{ id: 'edit', label: 'Modifier' }]}
                      onAction={nothing}
                    />
                  </li>
                ))}
              </ul>
            </ListScroll>
            {marked.length > 0 && (
              <MarkedRows
                label="Actions sur les lignes cochées"
                count={`${marked.length} sur ${FOLLOW_UPS.length}`}
                unmark="Décocher"
                onUnmark={() => setMarked([])}
              >
                <Button size="small">Affecter</Button>
                <Button size="small">Marquer faites</Button>
                <span className={styles.keys}>
                  <KeyHints
                    items={[
                      { id: 'mark', keys: ['X'], label: 'Cocher' },
                      { id: 'done', keys: ['F'], label: 'Faite' },
                    ]}
                  />
                </span>
              </MarkedRows>
            )}
          </ListPage>
        </div>
      </Specimen>
      <Specimen name="RowButton">
        <div className={styles.flush}>
          <RowButton columns="64px minmax(0, 1fr) auto" isRuled onPress={nothing}>
            <span data-figures>11:36</span>
            <span>Résolution de #42 · Paiement indisponible</span>
            <span>8:40</span>
          </RowButton>
          <RowButton columns="64px minmax(0, 1fr) auto" isExpanded={false} onPress={nothing}>
            <span data-figures>3</span>
            <span>Réglages déjà défaits</span>
            <span>Voir</span>
          </RowButton>
        </div>
      </Specimen>
    </>
  );
}

const ROW = 44;

/** Few enough to be all in sight. */
function Jobs({ lines }: { lines: typeof JOBS }) {
  const frame = useRef<HTMLDivElement>(null);
  const [chosen, setChosen] = useState('index');
  const at = Math.max(
    0,
    lines.findIndex(({ id }) => id === chosen),
  );
  const move = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const next = step === undefined ? undefined : lines[at + step];
    if (!next) return;
    event.preventDefault();
    setChosen(next.id);
  };
  return (
    <RowGrid
      label="Battements"
      name="gallery-job"
      lines={lines}
      list={{
        frame: { ref: frame, onKeyDown: move },
        at,
        rows: lines.map(({ id }, index) => ({ index, start: index * ROW, key: id })),
        height: lines.length * ROW,
        choose: setChosen,
      }}
      rowClass={styles.job}
      onShow={nothing}
    >
      {({ id, name, sub, when, last }) => (
        <>
          {id === 'mails' ? (
            <StateMark shape="diamond" tone="due">
              en retard
            </StateMark>
          ) : (
            <StateMark shape="full" tone="ok">
              à l’heure
            </StateMark>
          )}
          <RowName sub={sub}>{name}</RowName>
          <span>{when}</span>
          <span>{last}</span>
        </>
      )}
    </RowGrid>
  );
}
