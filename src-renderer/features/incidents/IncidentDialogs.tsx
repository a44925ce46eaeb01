import { useNavigate } from '@tanstack/react-router';
import { useStore } from 'zustand';
import { type Directory, useDirectory } from '../../data/directory.ts';
import { AssignDialog } from './AssignDialog.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { type IncidentDesk, type Question, useIncidentDesk } from './desk.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { MergeDialog } from './MergeDialog.tsx';
import { OpenDialog } from './OpenDialog.tsx';
import { PageDialog } from './PageDialog.tsx';
import { PriorityDialog } from './PriorityDialog.tsx';
import { SaveViewDialog } from './SaveViewDialog.tsx';
import { TextDialog } from './TextDialog.tsx';

/** The question that is being asked, wherever the person is; mounted once, over every page. */
export function IncidentDialogs() {
  const desk = useIncidentDesk();
  const question = useStore(desk.store, (state) => state.question);
  const directory = useDirectory();
  if (!question || !directory) return null;
  return <Asked question={question} desk={desk} directory={directory} />;
}

function Asked({ question, desk, directory }: { question: Question; desk: IncidentDesk; directory: Directory }) {
  const navigate = useNavigate();
  const { actions, answered: onClose } = desk;
  if (question.kind === 'open') {
    return (
      <OpenDialog
        directory={directory}
        onClose={onClose}
        onOpened={(id) => void navigate({ to: `/incidents/${id}` })}
      />
    );
  }
  if (question.kind === 'saveView') {
    return <SaveViewDialog filter={question.filter} directory={directory} onClose={onClose} />;
  }
  const { ids, via } = question;
  const [id] = ids;
  if (id === undefined) return null;
  switch (question.kind) {
    case 'assign':
      return <AssignDialog ids={ids} via={via} directory={directory} onClose={onClose} />;
    case 'priority':
      return <PriorityDialog ids={ids} via={via} onClose={onClose} />;
    case 'pause':
      return (
        <TextDialog
          kind="pause"
          ids={ids}
          required
          onClose={onClose}
          onText={(text) => actions.pause(ids, text, { via })}
        />
      );
    case 'resolve':
      return (
        <TextDialog kind="resolve" ids={ids} onClose={onClose} onText={(text) => actions.resolve(ids, text, { via })} />
      );
    case 'reopen':
      return (
        <TextDialog kind="reopen" ids={ids} onClose={onClose} onText={(text) => actions.reopen(ids, text, { via })} />
      );
    case 'statusText':
      return (
        <TextDialog kind="statusText" ids={[id]} onClose={onClose} onText={(text) => actions.setStatusText(id, text)} />
      );
    case 'close':
      return <ConfirmDialog ids={ids} onClose={onClose} onConfirm={() => actions.close(ids, { via })} />;
    case 'merge':
      return <MergeDialog ids={ids} via={via} onClose={onClose} />;
    case 'page':
      return <PageDialog ids={ids} via={via} directory={directory} onClose={onClose} />;
    case 'link':
      return <LinkDialog id={id} onClose={onClose} />;
  }
}
