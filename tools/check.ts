import { countRun } from './test/count.ts';
import { runNx } from './nx.ts';

/** `npm run check`: lint and types of each project, and what holds for the whole workspace. Nx keeps what has not changed. */
export const checks = ['lint', 'typecheck', 'boundaries', 'folders', 'dead-code', 'format'] as const;

if (import.meta.main) {
  const { passed, failed } = countRun(await runNx(['run-many', '-t', ...checks, '--outputStyle=static']));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
