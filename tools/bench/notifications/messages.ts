import { simpleParser } from 'mailparser';
import { createTransport } from 'nodemailer';
import { MailSink, rateOf } from '../../testing/mail-sink.ts';
import { compared, type Line } from '../measure.ts';
import { startTelling } from '../../testing/telling.ts';

/** Messages of a round; fewer for a trial. */
const subscribers = Number(process.env['ECOU_BENCH_SUBSCRIBERS'] ?? 2_000);
const rounds = 3;
/** Mails at a time, as the platform sends them. */
const sides = 16;

/**
 * Messages per second that the platform hands over by SMTP, from the first mail of an announcement to its last, each with its start and its outcome on record; against
 * a bare nodemailer in this process, which sends the same mail to as many over a connection for each, as the platform does. One mail server takes both.
 */
export async function benchMessages(databaseUrl: string): Promise<Line> {
  const sink = await MailSink.start();
  const { platform, publish } = await startTelling({ databaseUrl, smtpUrl: sink.url, subscribers });
  let published = 0;
  const round = async (send: () => Promise<unknown>) => {
    await sink.forget();
    await send();
    await sink.wait(subscribers);
    return rateOf(await sink.mails());
  };
  try {
    const result = await compared(
      rounds,
      () => round(() => publish((published += 1))),
      () => round(() => bareLoop(sink)),
    );
    return {
      name: 'messages',
      result,
      measured: `${result.perSecond} messages/s to ${subscribers} subscribers`,
      comparedTo: `${result.comparedTo}/s of a bare nodemailer, ${sides} at a time: ratio ${result.ratio}`,
      goal: 'ratio >= .4',
      met: result.ratio >= 0.4,
    };
  } finally {
    await platform.stop();
    await sink.stop();
  }
}

/** The mail that came last, by nodemailer alone. */
async function bareLoop(sink: MailSink): Promise<void> {
  const { subject = '', text = '', html } = await simpleParser(await sink.last());
  const transport = createTransport(sink.url);
  let left = subscribers;
  await Promise.all(
    Array.from({ length: sides }, async () => {
      while (left > 0) {
        const to = `abonat-${(left -= 1)}@example.org`;
        await transport.sendMail({ from: 'Ecou <ecou@example.ro>', to, subject, text, html: html || '' });
      }
    }),
  );
  transport.close();
}
