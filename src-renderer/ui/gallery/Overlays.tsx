import Check from 'lucide-react/icons/check';
import Gauge from 'lucide-react/icons/gauge';
import { useState } from 'react';
import { CommandPalette } from '../CommandPalette.tsx';
import { Dialog } from '../Dialog.tsx';
import { TextArea } from '../TextArea.tsx';
import { Toasts } from '../Toasts.tsx';

const GROUPS = [
  {
    id: 'recent',
    label: 'Récent',
    items: [
      {
        id: 'ack',
        label: 'Acquitter « Paiement indisponible »',
        icon: <Check size={15} strokeWidth={1.6} />,
        keys: ['A'],
      },
      { id: 'board', label: 'Aller au quart', icon: <Gauge size={15} strokeWidth={1.6} />, keys: ['G', 'B'] },
    ],
  },
  {
    id: 'incident',
    label: 'Incident',
    items: [
      { id: 'priority', label: 'Changer la priorité', keys: ['Shift P'] },
      { id: 'merge', label: 'Fusionner dans un autre incident', keys: ['M'] },
      { id: 'reopen', label: 'Rouvrir', reason: 'il n’est pas résolu' },
    ],
  },
];

export function Overlays({ shown, onClose }: { shown: string | null; onClose(): void }) {
  const [query, setQuery] = useState('');
  if (shown === 'palette') {
    return (
      <CommandPalette
        label="Rechercher ou agir"
        placeholder="Rechercher ou agir"
        nothingFound="Aucun résultat"
        query={query}
        onQuery={setQuery}
        groups={GROUPS.map((group) => ({
          ...group,
          items: group.items.filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
        })).filter(({ items }) => items.length > 0)}
        onChoose={onClose}
        onClose={onClose}
      />
    );
  }
  if (shown === 'toasts') {
    return (
      <Toasts
        label="Messages"
        closeLabel="Fermer"
        onClose={onClose}
        toasts={[
          { id: '1', text: 'Priorité changée en P1', action: { label: 'Annuler', keys: 'Z', onPress: onClose } },
          { id: '2', text: 'Refusé : A. D. a déjà acquitté à 10:38', tone: 'failed' },
        ]}
      />
    );
  }
  if (shown === 'dialog') {
    return (
      <Dialog
        title="Résoudre l’incident #42"
        closeLabel="Fermer"
        onClose={onClose}
        onSubmit={onClose}
        confirm={{ label: 'Résoudre', keys: 'Ctrl ↵' }}
      >
        <TextArea label="Ce qui a été fait" autoFocus />
      </Dialog>
    );
  }
  return null;
}
