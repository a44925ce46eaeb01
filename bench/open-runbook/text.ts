/** A runbook as they are written, `lines` long: headings, steps to take, commands, tables, links, lists. */
export function longRunbook(lines: number): string {
  const parts: string[] = [
    '# Payment platform',
    '',
    'What to do when payments fail. See [the board](https://board.example).',
    '',
  ];
  for (let section = 1; parts.length < lines; section += 1) {
    parts.push(
      `## ${section}. When queue ${section % 37} grows`,
      '',
      `The queue **q${section}** is read by \`worker-${section % 11}\`; *nobody* else reads it. A backlog of more than ten`,
      'minutes is felt by customers, who see their orders as pending and call the support.',
      '',
      '### Look',
      '',
      '```sh',
      `kubectl -n payments get pods -l app=worker-${section % 11} -o wide`,
      `kubectl -n payments logs deploy/worker-${section % 11} --since=10m | grep -c ERROR`,
      '```',
      '',
      '| Sign | Meaning | Then |',
      '|------|---------|------|',
      `| CPU above 90 % | too few workers | scale to ${(section % 5) + 3} |`,
      '| `ETIMEDOUT` in the logs | the database is slow | [databases](https://wiki.example/databases) |',
      '',
      '### Act',
      '',
      '1. Tell the team in `#payments`.',
      '2. Scale the workers, then wait for **two minutes**.',
      '   - If the queue shrinks, write down since when.',
      '   - If not, go on with the next section.',
      '3. Write what was done, with the figures of before and after.',
      '',
    );
  }
  return parts.slice(0, lines).join('\n');
}

/** A checklist of the same length: a step in four lines, of several kinds, some with what is to be typed. */
export function longChecklist(lines: number): string {
  const parts: string[] = ['# Move of the platform', '', 'Follow it on [the board](https://board.example).', ''];
  for (let step = 1; parts.length < lines; step += 1) {
    if (step % 10 === 1) parts.push(`## Queue ${step % 37}`, '', `Read by \`worker-${step % 11}\` alone.`, '');
    const kind = ['', ' {.command}', '', ' {.measure unit=ms max=200}'][step % 4];
    parts.push(
      `- [ ] Step ${step}: scale \`worker-${step % 11}\` of **q${step}**, see [it](https://wiki.example/${step})${kind}`,
    );
    if (step % 2 === 1)
      parts.push('', '  ```sh', `  kubectl scale deploy/worker-${step % 11} --replicas=${(step % 5) + 3}`, '  ```', '');
  }
  return parts.slice(0, lines).join('\n');
}
