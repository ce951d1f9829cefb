import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { MailSink } from '../testing/mail-sink.ts';
import { startTelling } from '../testing/telling.ts';
import { momentsOf } from './kills.ts';
import { accountOfMails, settledMails, type MailAccount } from './mail-account.ts';

export interface MailTortureOptions {
  /** An empty database of the platform. */
  readonly databaseUrl: string;
  readonly subscribers: number;
  /** The number of deliverables that are published; everybody is told of each by a message of its own. */
  readonly things: number;
  readonly kills: number;
  /** Gets a line for each thing that happens. */
  readonly tell?: (line: string) => void;
}

export interface MailOutcome extends MailAccount {
  readonly kills: number;
  readonly seconds: number;
}

/** The longest moment between what a kill waits for and the kill, so that it meets any step of a sending. */
const mostMs = 500;

/**
 * Messages to subscribers over SMTP, while the process that sends them is killed (SIGKILL) at random moments and started again; a mail server in another
 * process, which outlives it, notes what it took. Then all messages are accounted for. Throws where they do not come to their ends in time.
 */
export async function tortureMails({
  databaseUrl,
  subscribers,
  things,
  kills,
  tell = () => undefined,
}: MailTortureOptions): Promise<MailOutcome> {
  const total = subscribers * things;
  const sink = await MailSink.start();
  const { platform, publish } = await startTelling({ databaseUrl, smtpUrl: sink.url, subscribers });
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const began = performance.now();
    for (let thing = 1; thing <= things; thing += 1) await publish(thing);
    for (const [index, taken] of momentsOf(kills, total).entries()) {
      await sink.wait(taken);
      await sleep(randomInt(mostMs));
      await platform.process('notifications').kill();
      tell(`Kill ${index + 1} of ${kills}: the sink has ${await sink.count()} of ${total} mails`);
      await platform.process('notifications').start();
    }
    await settledMails(client, total, tell);
    const seconds = Math.round((performance.now() - began) / 1_000);
    return { ...(await accountOfMails(client, await sink.mails(), total)), kills, seconds };
  } finally {
    await client.end();
    await platform.stop();
    await sink.stop();
  }
}

/** The outcome in one line. */
export function summaryOfMails({
  kills,
  seconds,
  messages,
  seen,
  uncertain,
  uncertainSeen,
  window,
  faults,
}: MailOutcome) {
  const share = ((uncertain * 100) / messages).toFixed(2);
  return (
    `${kills} kills in ${seconds} s; ${messages} messages: ${seen} mails seen once each, ${uncertain} messages uncertain (${share} %), of which ` +
    `${uncertainSeen} were seen; ${faults.length} lost or doubled; between start and outcome p50 ${window.p50} p99 ${window.p99} ms`
  );
}
