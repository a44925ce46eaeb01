import { useNavigate } from '@tanstack/react-router';
import { useCallback } from 'react';
import { createProcedureLinks, type LinkPlace } from '../../../../src-shared/procedure/links.ts';
import { useData } from '../../../data/DataProvider.tsx';
import { useMarkdownSurroundings } from '../../../ui/markdown/surroundings.ts';
import { procedurePath } from './place.ts';

/** Follows a link of a procedure's text: to another procedure where it leads to one, else out of the console. */
export function useFollowLink(from: LinkPlace | undefined): (href: string) => void {
  const { db } = useData();
  const navigate = useNavigate();
  const { openLink } = useMarkdownSurroundings();
  return useCallback(
    (href) => {
      // Read when somebody presses: the library may hold thousands, and a page with links is opened all the time.
      void db.procedure.toArray().then((rows) => {
        const target = createProcedureLinks(rows).resolve(from, href);
        if (target.kind !== 'procedure') return openLink(href);
        return navigate({ to: procedurePath(target.id), ...(target.anchor ? { hash: target.anchor } : {}) });
      });
    },
    [db, navigate, openLink, from],
  );
}
