import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { summaryOf, torture } from './torture.ts';

/**
 * `npm run torture -- [kills] [minutes]`: 60 kills in 10 minutes without them. Ends with exit code 1 where anything that was acknowledged
 * is lost or doubled.
 */
stopWithBoot();
const [kills = 60, minutes = 10] = process.argv.slice(2).map(Number);
if (!Number.isInteger(kills) || kills < 1 || !(minutes > 0)) {
  console.error('npm run torture -- [kills] [minutes]: kills is a whole number from 1 on, minutes a number above 0.');
  process.exit(1);
}
await ensureBuilt();
const outcome = await torture({ kills, seconds: minutes * 60, tell: console.log });
for (const fault of outcome.faults) console.error(fault);
console.log(summaryOf(outcome));
process.exit(outcome.faults.length > 0 || outcome.codes.some((code) => code !== 0) ? 1 : 0);
