import { Codes } from '@ecou/runtime/codes';
import { Letters } from '@ecou/runtime/pdf';
import type { Settings } from '../settings.js';
import type { Channel } from './channel.js';
import { EmailChannel } from './mail/email-channel.js';
import { FileTransport } from './mail/file-transport.js';
import { MailIds } from './mail/mail-ids.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import { SmsChannel } from './sms/sms-channel.js';
import { Twilio } from './sms/twilio.js';
import type { Sender } from './templates/render.js';

export interface ChannelServices {
  readonly settings: Settings;
  readonly sender: Sender;
}

/** Makes a channel of what is configured; `undefined` where it is not. */
type ChannelFactory = (services: ChannelServices) => Channel | undefined;

const email: ChannelFactory = ({ settings, sender }) => {
  const { secret, smtpUrl, mailDir, mailFrom: from, returnTo, dkim, inboxMail } = settings;
  const transport = smtpUrl === undefined ? new FileTransport(mailDir) : new SmtpTransport(smtpUrl);
  return new EmailChannel(transport, {
    from,
    ids: new MailIds(secret),
    returnTo,
    inboxAddress: inboxMail.address,
    dkim,
    sender,
    letters: new Letters(),
    codes: new Codes(),
  });
};

const sms: ChannelFactory = ({ settings: { sms: given }, sender }) =>
  given && new SmsChannel(new Twilio(given), { ...given, sender });

const factories: readonly ChannelFactory[] = [email, sms];

/** The ways on which this deployment sends; what would go on another is withheld. */
export const channelsOf = (services: ChannelServices): readonly Channel[] =>
  factories.flatMap((factory) => factory(services) ?? []);
