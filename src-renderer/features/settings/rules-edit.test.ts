import { describe, expect, it } from 'vitest';
import { PROCEDURES_PRIORITY_RULES } from '../../../src-shared/intake/priority.ts';
import { decide, moveBy, readLabels } from './rules-edit.ts';
import { senderConfig } from './sender-config.ts';

describe('pasted labels', () => {
  it('are read from a webhook, an alert, or an object of labels', () => {
    const labels = { alertname: 'InstanceDown', severity: 'critical' };
    expect(readLabels(JSON.stringify(labels))).toEqual(labels);
    expect(readLabels(JSON.stringify({ labels, status: 'firing' }))).toEqual(labels);
    expect(readLabels(JSON.stringify({ version: '4', alerts: [{ labels }] }))).toEqual(labels);
  });

  it('are read in Prometheus notation and line by line', () => {
    expect(readLabels('up{severity="critical", path="a\\"b"}')).toEqual({ severity: 'critical', path: 'a"b' });
    expect(readLabels('severity: warning\njob=api')).toEqual({ severity: 'warning', job: 'api' });
  });

  it('are nothing when nothing is there', () => {
    expect(readLabels('')).toBeUndefined();
    expect(readLabels('bonjour')).toBeUndefined();
    expect(readLabels('{}')).toBeUndefined();
  });
});

describe('the deciding rule', () => {
  it('is the first that holds', () => {
    expect(decide({ priority: 'P1', severity: 'critical' }, PROCEDURES_PRIORITY_RULES)).toEqual({
      rule: 1,
      priority: 'P1',
    });
  });

  it('is none where the fallback decides', () => {
    expect(decide({ job: 'api' }, PROCEDURES_PRIORITY_RULES)).toEqual({ rule: null, priority: 'P2' });
  });
});

describe('order', () => {
  it('moves by one and stops at the ends', () => {
    expect(moveBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moveBy(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });
});

describe('the sender’s configuration', () => {
  it('names the whole address of the intake', () => {
    expect(senderConfig('https://vigie.example', 'alertmanager', 'k1')).toContain(
      "url: 'https://vigie.example/intake/alertmanager/k1'",
    );
    expect(senderConfig('http://127.0.0.1:4310', 'generic', 'k1')).toContain('http://127.0.0.1:4310/intake/generic/k1');
  });
});
