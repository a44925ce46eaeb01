/** Rows as SQL holds them: booleans are 0 or 1, instants epoch milliseconds, JSON is text. */
export interface Tables {
  ws: {
    id: number;
    version: number;
    epoch: string;
    min_version: number;
    log_hash: string;
    /** Number of the newest entry of the log. */
    log_id: number;
    /** Moves with every commit, also one that leaves the version alone: tells whether what is remembered still holds. */
    commits: number;
  };
  record: {
    collection: string;
    id: string;
    scope: string;
    ref: string | null;
    slug: string | null;
    /** 1 for what a board needs at once: see `isHot`. */
    hot: number;
    version: number;
    deleted: number;
    doc: string | null;
  };
  /** A record that left a scope: a reader of that scope alone is told that it is gone. */
  scope_exit: { scope: string; collection: string; id: string; version: number };
  /** How many live records a scope has, and the order-free sum over them. */
  scope_sum: { scope: string; hi: number; lo: number; live: number };
  client: { id: string; person: string; last_seq: number; seen_at: number };
  /** The audit trail: appended, never changed; each row's hash covers the one before. */
  mutation: {
    id: number;
    client: string;
    seq: number | null;
    name: string;
    args: string;
    actor: string;
    via: string;
    at: number;
    received_at: number;
    status: string;
    reason: string | null;
    detail: string | null;
    version: number;
    args_hash: string;
    prev_hash: string;
    hash: string;
  };
  counter: { series: string; value: number };
  timer: {
    key: string;
    fire_at: number;
    kind: string;
    payload: string;
    owner: string;
    /** Until when a process means to fire it, by the database's clock; on PostgreSQL alone. A hint, not the claim. */
    taken_until: number | null;
  };
  intake_key: {
    id: string;
    source: string;
    name: string;
    start: string;
    hash: string;
    created_at: number;
    revoked_at: number | null;
  };
  /** A file by the SHA-256 of its bytes, which are the parts of `upload` one after the other. */
  blob: { hash: string; size: number; upload: string; created_at: number; unused_since: number | null };
  /** 512 KB each but the last. Parts of an upload that never became a file are dropped after an hour. */
  blob_part: { upload: string; n: number; bytes: Uint8Array; at: number };
}
