import { z } from 'zod';
import { KEY_SOURCES } from '../contract/http.ts';
import { mappingSchema } from '../model/mapping.ts';
import { type Adapter, compileMapping } from './mapping.ts';
import alertmanager from './senders/alertmanager.json' with { type: 'json' };
import cloudwatch from './senders/cloudwatch.json' with { type: 'json' };
import datadog from './senders/datadog.json' with { type: 'json' };
import generic from './senders/generic.json' with { type: 'json' };
import grafana from './senders/grafana.json' with { type: 'json' };
import uptimekuma from './senders/uptimekuma.json' with { type: 'json' };
import zabbix from './senders/zabbix.json' with { type: 'json' };

const words = z.object({ fr: z.string().min(1), en: z.string().min(1) });

/** A sender is a file of data: what it is called, what to paste at it, and how its JSON becomes alerts. */
const senderSchema = z.strictObject({
  /** Stands in the address: `/intake/<name>/<key>`. */
  name: z.enum(KEY_SOURCES),
  title: z.string().min(1),
  /** How a refusal calls its payload, with its article. */
  wanted: z.string().min(1),
  setup: z.strictObject({
    help: words,
    /** Line by line; `%URL%` and `%KEY%` stand for the address and the key, in the help too. */
    paste: z.array(z.string()).min(1),
  }),
  mapping: mappingSchema,
});
type Sender = z.infer<typeof senderSchema>;

/** The senders that Vigie understands by itself. */
export const SENDERS: readonly Sender[] = [alertmanager, grafana, zabbix, cloudwatch, uptimekuma, datadog, generic].map(
  (file) => senderSchema.parse(file),
);

/** How the payloads of a built-in sender are read; throws on a name that is none. */
export function adapterOf(name: string): Adapter {
  const sender = SENDERS.find((one) => one.name === name);
  if (!sender) throw new Error(`no sender ${name}`);
  return compileMapping(sender.mapping, sender.wanted);
}
