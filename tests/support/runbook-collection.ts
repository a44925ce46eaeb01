import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A picture of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);

const alertPage = (title: string, name: string, more = ''): string =>
  `---\ntitle: ${title}\nweight: 20\n---\n\n# ${name}\n\n## Meaning\n\n${title}: what it means.\n\n## Diagnosis\n\n- Look at the graphs.\n${more}\n## Mitigation\n\nFree what can be freed.\n`;

/** Files of the shapes that public runbook collections have: a Hugo site, plain folders, and what cannot be read. */
export const COLLECTION: Readonly<Record<string, string | Uint8Array>> = {
  'README.md': '# Our runbooks\n\nSee [the disk](content/runbooks/node/NodeDiskFull.md).\n',
  'LICENSE.md': 'Apache-2.0\n',
  'content/runbooks/kubernetes/_index.md': '---\ntitle: kubernetes\nbookCollapseSection: true\n---\n\n',
  'content/runbooks/kubernetes/KubePodStuck.md': alertPage(
    'Kube Pod Stuck',
    'KubePodStuck',
    '- See [the disk]({{< ref "../node/NodeDiskFull.md" >}}) and [nothing](nowhere.md).\n',
  ),
  'content/runbooks/node/NodeDiskFull.md': alertPage(
    'Node Disk Full',
    'NodeDiskFull',
    '- ![The graph](img/graph.png)\n- ![Gone](img/gone.png)\n',
  ),
  'content/runbooks/node/img/graph.png': PNG,
  'alerts/cluster-etcd-operator/etcdLeaderLost.md':
    '# etcdLeaderLost\n\n## Meaning\n\nNo member leads.\n\n## Mitigation\n\n```console\n$ etcdctl endpoint status\n```\n',
  'team/restauration.md':
    '---\ntags: [base, sauvegarde]\nreview: 30d\n---\n# Restaurer les données\n\n- [ ] Trouver la sauvegarde\n- [ ] La vérifier\n',
  'team/broken.md': '---\ntitle: [unclosed\n---\n# Still imported\n\nText.\n',
  'team/latin1.md': Uint8Array.from([0x23, 0x20, 0x64, 0xe9, 0x6a, 0xe0, 0x0a]),
};

/** Lays a collection out below a folder. */
export function layCollection(folder: string, files: Readonly<Record<string, string | Uint8Array>> = COLLECTION): void {
  for (const [path, content] of Object.entries(files)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}
