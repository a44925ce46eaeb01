import { describe, expect, it } from 'vitest';
import { playwrightCounts, vitestCounts, withExitCode } from './counts.mjs';

describe('the closing line', () => {
  it('counts a test file that could not be loaded as one failure', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] },
        { status: 'failed', assertionResults: [] },
        { status: 'passed', assertionResults: [{ status: 'passed' }, { status: 'passed' }] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 3, failed: 2, skipped: 2 });
  });

  it('counts a test that passed only at its second try as failed', () => {
    expect(playwrightCounts({ stats: { expected: 5, unexpected: 1, flaky: 1, skipped: 0 } })).toEqual({
      passed: 5,
      failed: 2,
      skipped: 0,
    });
  });

  it('counts a runner that crashed as one failure', () => {
    expect(withExitCode(vitestCounts(undefined), 134)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
