import { Letters, type FileEncryption } from '@ecou/runtime';
import { Codes } from '@ecou/runtime/codes';
import { OutgoingPosts } from '@ecou/runtime/outgoing';
import type { Settings } from '../settings.js';
import type { Channel as ChannelName } from '../subscribers/subscriber/channels.js';
import type { Channel } from './channel.js';
import { EmailChannel } from './mail/email-channel.js';
import { FileTransport } from './mail/file-transport.js';
import { MailIds } from './mail/mail-ids.js';
import { SmtpTransport } from './mail/smtp-transport.js';
import { SmsChannel } from './sms/sms-channel.js';
import { Twilio } from './sms/twilio.js';
import { BotApi } from './telegram/bot-api.js';
import { botRates, Pace } from './telegram/pace.js';
import { TelegramChannel } from './telegram/telegram-channel.js';
import type { Sender } from './templates/render.js';
import { WebhookChannel } from './webhook/webhook-channel.js';
import { WebhookSecrets } from './webhook/webhook-secrets.js';
import { CloudApi } from './whatsapp/cloud-api.js';
import { WhatsAppChannel, type LastHeardFrom } from './whatsapp/whatsapp-channel.js';

export interface ChannelServices {
  readonly settings: Settings;
  readonly fileEncryption: FileEncryption;
  readonly sender: Sender;
  readonly lastHeardFrom: LastHeardFrom;
}

/** Makes a channel of what is configured; `undefined` where it is not. */
type ChannelFactory = (services: ChannelServices) => Channel | undefined;

const email: ChannelFactory = ({ settings, fileEncryption, sender }) => {
  const { secret, smtpUrl, mailDir, mailFrom: from, returnTo, dkim, inboxMail } = settings;
  const transport = smtpUrl === undefined ? new FileTransport(mailDir, fileEncryption) : new SmtpTransport(smtpUrl);
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

const telegram: ChannelFactory = ({ settings: { telegram: given }, sender }) =>
  given && new TelegramChannel({ api: new BotApi(given), pace: new Pace(botRates), sender });

const whatsapp: ChannelFactory = ({ settings: { whatsApp: given }, sender, lastHeardFrom }) =>
  given && new WhatsAppChannel({ api: new CloudApi(given), templates: given.templates, sender, lastHeardFrom });

const webhook: ChannelFactory = ({ settings: { webhooks, secret }, sender }) =>
  new WebhookChannel({ posts: new OutgoingPosts(webhooks), secrets: new WebhookSecrets(secret), sender });

const factories: readonly ChannelFactory[] = [email, sms, telegram, whatsapp, webhook];

/** True where the settings have what a channel needs. */
const needs: Readonly<Record<ChannelName, (settings: Settings) => boolean>> = {
  email: () => true,
  sms: ({ sms: given }) => given !== undefined,
  telegram: ({ telegram: given }) => given !== undefined,
  whatsapp: ({ whatsApp: given }) => given !== undefined,
  webhook: () => true,
};

/** Names of the ways on which a deployment with these settings sends. */
export const servedBy = (settings: Settings): ReadonlySet<string> =>
  new Set(Object.entries(needs).flatMap(([name, isMet]) => (isMet(settings) ? [name] : [])));

/** The ways on which this deployment sends; what would go on another is withheld. */
export const channelsOf = (services: ChannelServices): readonly Channel[] =>
  factories.flatMap((factory) => factory(services) ?? []);
