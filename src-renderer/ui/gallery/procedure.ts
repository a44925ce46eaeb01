/** A procedure as a team writes it. */
export const PROCEDURE = `## Base de paiement : bascule

À suivre quand la base principale ne répond plus depuis **2 minutes**. Voir aussi [la carte des bases](#carte).

- [ ] Mesurez la latence de la réplique : 200 ms au plus {.measure unit=ms max=200}
- [ ] Basculez \`pg_ctl promote\` {.command}
- [x] Vérifiez qu’un paiement d’essai passe

\`\`\`sh
psql -h db-2 -c 'select pg_is_in_recovery()'
\`\`\`

| Base | Rôle | Reprise |
| --- | --- | --- |
| db-1 | principale | 4 min |
| db-2 | réplique | 30 s |

> Une bascule perd les écritures que la réplique n’a pas encore reçues[^1].

- Prévenez le support.
- Notez l’heure de la bascule.

[^1]: Une seconde d’écritures, à la charge d’un soir de soldes.
`;
