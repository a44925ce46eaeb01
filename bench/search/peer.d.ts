// What the figure uses of the peer, whose package is there only once the bench has installed it.
declare module '*/search/peer.mjs' {
  interface Peer {
    addAll(texts: { id: string; title: string; names: string; labels: string; body: string }[]): void;
    search(query: string, options: { prefix: boolean; fuzzy: number; combineWith: 'AND' }): unknown[];
  }

  export function createPeer(): Peer;
  export function openPeer(json: string): Peer;
}
