import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt } from '../build.ts';
import { stopWithBoot } from '../processes.ts';
import { summaryOfErasures, tortureErasures } from './erasures/erasures.ts';
import { summaryOfMails, tortureMails } from './mails.ts';
import { summaryOf, torture } from './torture.ts';

/**
 * `npm run torture -- [kills] [minutes]`: 60 kills in 10 minutes without them. `npm run torture -- mails [messages] [kills]`: 20,000 messages to a quarter as
 * many subscribers, and 10 kills of their sender. `npm run torture -- erasures [people] [kills]`: 1,000 people are erased, and 10 kills. Ends with exit code 1 where anything
 * that was acknowledged is lost or doubled, or somebody is not erased as a whole.
 */
stopWithBoot();

function refuse(usage: string): never {
  console.error(usage);
  process.exit(1);
}

async function everything([kills = 60, minutes = 10]: readonly number[]): Promise<boolean> {
  if (!Number.isInteger(kills) || kills < 1 || !(minutes > 0))
    refuse('npm run torture -- [kills] [minutes]: kills is a whole number from 1 on, minutes a number above 0.');
  await ensureBuilt();
  const outcome = await torture({ kills, seconds: minutes * 60, tell: console.log });
  for (const fault of outcome.faults) console.error(fault);
  console.log(summaryOf(outcome));
  return outcome.faults.length === 0 && outcome.codes.every((code) => code === 0);
}

const things = 4;

async function mails([messages = 20_000, kills = 10]: readonly number[]): Promise<boolean> {
  if (!Number.isInteger(messages / things) || messages < things || !Number.isInteger(kills) || kills < 0)
    refuse('npm run torture -- mails [messages] [kills]: messages is a multiple of 4, kills a whole number.');
  await ensureBuilt();
  const { startEmbeddedPostgres } = await import('@ecou/platform/embedded-postgres');
  const dir = await mkdtemp(join(tmpdir(), 'ecou-torture-'));
  const postgres = await startEmbeddedPostgres({ dir, databases: ['ecou'], tell: console.log });
  try {
    const subscribers = messages / things;
    const outcome = await tortureMails({
      ...{ databaseUrl: postgres.url('ecou'), subscribers, things, kills },
      tell: console.log,
    });
    for (const fault of outcome.faults) console.error(fault);
    console.log(summaryOfMails(outcome));
    return outcome.faults.length === 0 && outcome.uncertain <= messages / 100;
  } finally {
    await postgres.stop();
    await rm(dir, { recursive: true, force: true });
  }
}

async function erasures([people = 1_000, kills = 10]: readonly number[]): Promise<boolean> {
  if (!Number.isInteger(people) || people < 1 || !Number.isInteger(kills) || kills < 0)
    refuse('npm run torture -- erasures [people] [kills]: people is a whole number from 1 on, kills a whole number.');
  await ensureBuilt();
  const outcome = await tortureErasures({ people, kills, tell: console.log });
  for (const fault of outcome.faults) console.error(fault);
  console.log(summaryOfErasures(outcome));
  return outcome.faults.length === 0;
}

const [first, ...rest] = process.argv.slice(2);
const named = first === 'mails' ? mails : first === 'erasures' ? erasures : undefined;
const isWell = await (named ? named(rest.map(Number)) : everything(process.argv.slice(2).map(Number)));
process.exit(isWell ? 0 : 1);
