import { createContext, useContext } from 'react';

/** Words of the parts that Markdown is shown with, in the person's language. */
export interface MarkdownWords {
  copy: string;
  /** Name of a block of code that scrolls. */
  code: string;
  footnotes: string;
  /** A picture that is elsewhere, or not here yet. */
  picture: string;
  done: string;
  notDone: string;
  diagram: string;
  drawing: string;
  notDrawn: string;
  /** Not drawn by itself, since it would hold the page up. */
  large: string;
  draw: string;
}

/** What Markdown needs of the console around it. */
export interface MarkdownSurroundings {
  words: MarkdownWords;
  /** Follows a link that the text's own page does not know; nothing is opened without it. */
  openLink(href: string): void;
  copy(text: string): void;
}

export const MarkdownContext = createContext<MarkdownSurroundings | undefined>(undefined);

export function useMarkdownSurroundings(): MarkdownSurroundings {
  const surroundings = useContext(MarkdownContext);
  if (!surroundings) throw new Error('useMarkdownSurroundings outside MarkdownContext');
  return surroundings;
}
