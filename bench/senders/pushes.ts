/** Pushes of one note each: for every client its own, in their order. */
export function bodies(wanted: { clients: number; each: number; incident: string; salt?: number }): string[][] {
  const { clients, each, incident, salt = 0 } = wanted;
  return Array.from({ length: clients }, (_, client) =>
    Array.from({ length: each }, (_, n) =>
      JSON.stringify({
        clientId: `bench-client-${salt}-${client}`,
        mutations: [
          {
            seq: n + 1,
            name: 'incident.note',
            args: {
              id: incident,
              text: `Note ${n} of client ${client}: restarted the second replica, error rate falls.`,
            },
            at: Date.now(),
            via: 'console',
          },
        ],
      }),
    ),
  );
}
