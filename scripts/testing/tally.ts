import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

/** What a stage of the test run has shown. What was skipped has shown nothing and counts as failed. */
export type Tally = { passed: number; failed: number };

const vitestSchema = z.object({
  success: z.boolean(),
  testResults: z.array(z.object({ name: z.string(), status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) })),
});

const playwrightSchema = z.object({ stats: z.object({ expected: z.int(), unexpected: z.int(), flaky: z.int(), skipped: z.int() }), errors: z.array(z.unknown()).default([]) });

/** Counts a report of vitest. A file that could not be loaded holds no test and counts as one that failed; so does a success that is denied without one (coverage, a leak). */
export function tallyVitest(file: string, exitCode: number): Tally {
  const report = read(file, vitestSchema);
  if (report === undefined) return { passed: 0, failed: 1 };
  const tally = { passed: 0, failed: 0 };
  for (const { status, assertionResults } of report.testResults) {
    const passed = assertionResults.filter((test) => test.status === 'passed').length;
    const failed = assertionResults.length - passed;
    tally.passed += passed;
    tally.failed += failed === 0 && status !== 'passed' ? 1 : failed;
  }
  return blame(tally, exitCode);
}

/** Counts a report of Playwright. */
export function tallyPlaywright(file: string, exitCode: number): Tally {
  const report = read(file, playwrightSchema);
  if (report === undefined) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky, skipped } = report.stats;
  return blame({ passed: expected, failed: unexpected + flaky + skipped + (unexpected === 0 ? report.errors.length : 0) }, exitCode);
}

/** A check that is one test. */
export function tallyCheck(exitCode: number): Tally {
  return exitCode === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

export function sum(tallies: Tally[]): Tally {
  return tallies.reduce((total, { passed, failed }) => ({ passed: total.passed + passed, failed: total.failed + failed }), { passed: 0, failed: 0 });
}

function blame(tally: Tally, exitCode: number): Tally {
  return exitCode !== 0 && tally.failed === 0 ? { ...tally, failed: 1 } : tally;
}

function read<T>(file: string, schema: z.ZodType<T>): T | undefined {
  if (!existsSync(file)) return undefined;
  return schema.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data;
}
