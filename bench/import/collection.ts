/** Files of the shape and size that public runbook collections have: 1.5 to 6 KB, headings, lists, code, links. */
export function runbookFiles(count: number): Map<string, string> {
  const files = new Map<string, string>();
  for (let at = 0; at < count; at += 1) {
    const group = `operator-${String(at % 20).padStart(2, '0')}`;
    const name = `ServiceUnavailable${String.fromCharCode(65 + (at % 26))}${at}`;
    const lines = Array.from(
      { length: 10 + (at % 40) },
      (_, line) =>
        `- Check number ${line} of ${name}: \`kubectl -n $NAMESPACE get pod ${name.toLowerCase()}-${line}\`.`,
    );
    const next = `[the next one](../operator-${String((at + 1) % 20).padStart(2, '0')}/ServiceUnavailable${String.fromCharCode(65 + ((at + 1) % 26))}${at + 1}.md#diagnosis)`;
    files.set(
      `content/runbooks/${group}/${name}.md`,
      `---\ntitle: ${name.replaceAll(/([A-Z])/g, ' $1').trim()}\nweight: ${at}\ntags: [${group}, generated]\n---\n\n# ${name}\n\n## Meaning\n\nThe service does not answer.\n\n## Diagnosis\n\n${lines.join('\n')}\n\nSee ${next}.\n\n## Mitigation\n\n\`\`\`console\n$ kubectl rollout restart deployment/${name.toLowerCase()}\n\`\`\`\n`,
    );
  }
  return files;
}
