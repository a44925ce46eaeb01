import type { Change } from '../../src-shared/contract/http.ts';
import type { SnapshotPiece } from '../../src-shared/sync/ports.ts';

/** So small that a simulated workspace fills some. */
export const SMALL_PAGES = { cold: true, recent: 2, sizes: { text: 600, window: 20 } };

/**
 * Saved views as pages, each scope its own. Closed history hardly changes; views are edited, removed and moved from
 * scope to scope, and pages have to bear that too.
 */
export function* viewsInPages(piece: SnapshotPiece): Generator<SnapshotPiece> {
  if (piece.kind !== 'page') return yield piece;
  const byScope = Map.groupBy(
    piece.changes.filter((one) => one.collection === 'savedView'),
    (one) => one.scope,
  );
  const changes = piece.changes.filter((one) => one.collection !== 'savedView');
  if (changes.length > 0) yield { ...piece, changes };
  for (const [scope, views] of byScope) yield pageOf(scope, views);
}

const pageOf = (scope: string, views: readonly Change[]): SnapshotPiece => ({
  kind: 'cold',
  page: {
    collection: 'savedView',
    scope,
    ids: views.map((one) => one.id),
    versions: views.map((one) => one.version),
    refs: views.map(() => ''),
    docs: JSON.stringify(views.map((one) => one.doc)),
  },
});
