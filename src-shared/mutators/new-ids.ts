/**
 * Ids of the records that one mutation makes: the same on the laptop and on the server, since both run it under the
 * same client and number.
 */
export function newIds(clientId: string, seq: number): () => string {
  let made = 0;
  return () => {
    made += 1;
    return `${clientId}.${seq}.${made}`;
  };
}
