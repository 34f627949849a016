import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take the better part of a stage: begun last, they would be waited for alone. In the order of their length. */
export const LONG = ['engine/crash/removed.crash.test.ts', 'chaos/round.crash.test.ts', 'engine/crash/kill.crash.test.ts', 'engine/crash/redis.crash.test.ts', 'scripts/servers/servers.crash.test.ts', 'engine/crash/stop.crash.test.ts'];

/** Begins long files first. On a machine that has run them before vitest knows how long they took; a fresh clone does not. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => {
      const at = LONG.findIndex((file) => moduleId.endsWith(`/${file}`));
      return at === -1 ? LONG.length : at;
    };
    // A sort is stable: the others stay in the order that vitest gives them.
    return (await super.sort(files)).sort((a, b) => rank(a) - rank(b));
  }
}
