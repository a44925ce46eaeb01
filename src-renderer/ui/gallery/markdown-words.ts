import type { MarkdownSurroundings } from '../markdown/surroundings.ts';

/** The console's words and hands, as far as the gallery has them. */
export const SURROUNDINGS: MarkdownSurroundings = {
  words: {
    copy: 'Copier le code',
    code: 'Code',
    footnotes: 'Notes',
    picture: 'Image qui n’est pas sur ce poste',
    done: 'fait',
    notDone: 'à faire',
    diagram: 'Schéma :',
    drawing: 'Schéma en cours de tracé…',
    notDrawn: 'Ce schéma ne peut pas être tracé. Sa source :',
    large: 'Ce schéma est grand : le tracer peut figer la page quelques secondes.',
    draw: 'Tracer',
  },
  openLink: () => undefined,
  copy: (text) => void navigator.clipboard.writeText(text),
};
