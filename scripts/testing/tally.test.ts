import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sum, tallyCheck, tallyPlaywright, tallyVitest } from './tally.ts';

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'heddle-tally-'));
});
afterAll(() => rmSync(directory, { recursive: true }));

function report(value: unknown): string {
  const file = join(directory, 'report.json');
  writeFileSync(file, JSON.stringify(value));
  return file;
}
const suite = (status: string, ...tests: string[]) => ({ name: 'a.test.ts', status, assertionResults: tests.map((each) => ({ status: each })) });

describe('the tally of a test run', () => {
  it('counts what a report says', () => {
    expect(tallyVitest(report({ success: false, testResults: [suite('failed', 'passed', 'failed'), suite('passed', 'passed')] }), 1)).toEqual({ passed: 2, failed: 1 });
  });
  it('counts a skipped test as failed', () => {
    expect(tallyVitest(report({ success: true, testResults: [suite('passed', 'passed', 'pending', 'todo')] }), 0)).toEqual({ passed: 1, failed: 2 });
    expect(tallyPlaywright(report({ stats: { expected: 3, unexpected: 0, flaky: 1, skipped: 2 } }), 0)).toEqual({ passed: 3, failed: 3 });
  });
  it('counts a file that could not be loaded as one failure', () => {
    expect(tallyVitest(report({ success: false, testResults: [suite('failed'), suite('passed', 'passed')] }), 1)).toEqual({ passed: 1, failed: 1 });
  });
  it('does not believe a report of success from a runner that failed', () => {
    expect(tallyVitest(report({ success: true, testResults: [suite('passed', 'passed')] }), 1)).toEqual({ passed: 1, failed: 1 });
    expect(tallyPlaywright(report({ stats: { expected: 1, unexpected: 0, flaky: 0, skipped: 0 } }), 1)).toEqual({ passed: 1, failed: 1 });
  });
  it('takes a missing report for a failure', () => {
    expect(tallyVitest(join(directory, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
    expect(tallyPlaywright(join(directory, 'none.json'), 0)).toEqual({ passed: 0, failed: 1 });
  });
  it('sums the stages', () => {
    expect(sum([tallyCheck(0), tallyCheck(2), { passed: 5, failed: 1 }])).toEqual({ passed: 6, failed: 2 });
  });
});
