import { readFile } from 'node:fs/promises';
import { type AlarmPlan, alarmPlanSchema } from '../../src-shared/alarms/plan.ts';
import { writeWhole } from '../platform/write-whole.ts';

/** The last plan of the page, on disk: alarms go on without it. */
export interface PlanStore {
  /** An absent or spoilt file is an empty plan: the page derives it again. */
  load(): Promise<AlarmPlan>;
  /** Plans that come while one is being written are written once, the newest. */
  save(plan: AlarmPlan): Promise<void>;
}

export const EMPTY_PLAN: AlarmPlan = { madeAt: 0, alarms: [] };

export function createPlanStore(file: string): PlanStore {
  let newest: AlarmPlan | undefined;
  let writing: Promise<void> | undefined;
  const writeAll = async () => {
    while (newest) {
      const plan = newest;
      newest = undefined;
      await writeWhole(file, JSON.stringify(plan));
    }
  };
  return {
    async load() {
      try {
        return alarmPlanSchema.parse(JSON.parse(await readFile(file, 'utf8')));
      } catch {
        return EMPTY_PLAN;
      }
    },
    save(plan) {
      newest = plan;
      writing ??= writeAll().finally(() => {
        writing = undefined;
      });
      return writing;
    },
  };
}
