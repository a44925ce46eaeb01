import type { Priority } from '../../src-shared/model/priority.ts';
import { DEFAULT_SLA_POLICY, type SlaPolicy } from '../../src-shared/model/sla-policy.ts';
import type { Device } from './device.ts';

/** Changes the targets of a priority as a lead would in the settings, so that no test waits for minutes. */
export async function promise(
  device: Device,
  priority: Priority,
  targets: Partial<SlaPolicy['targets']['P0']>,
): Promise<void> {
  const records = await device.records('slaPolicy');
  const policy = records.find(({ id }) => id === DEFAULT_SLA_POLICY)?.doc;
  if (!policy) throw new Error('the server has no default policy');
  const doc = { ...policy, targets: { ...policy.targets, [priority]: { ...policy.targets[priority], ...targets } } };
  const { status } = await device.mutate('slaPolicy.update', { id: DEFAULT_SLA_POLICY, doc });
  if (status !== 'applied') throw new Error(`the policy was ${status}`);
}
