import type { CommandContext } from '@ecou/event-sourcing';
import { Engine } from '@ecou/messaging';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { bareAddress } from '../../sending/mail/compose.js';
import { Maildir } from '../../sending/mail/maildir.js';
import { SETTINGS, type Settings } from '../../settings.js';
import { Inbox } from '../inbox.js';
import { readMail } from './read-mail.js';

/** The outcome of a mail. `ignored`: it is no message of a person. */
type MailTaken = 'recorded' | 'unchanged' | 'ignored';

/** Takes mails that people write into the inbox: those in a Maildir by itself. */
@Injectable()
export class MailIntake implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'inboxMail' | 'mailFrom' | 'returnTo'>,
    private readonly inbox: Inbox,
    private readonly engine: Engine,
  ) {}

  onApplicationBootstrap(): void {
    const { folder } = this.settings.inboxMail;
    if (folder === undefined) return;
    const take = (raw: Buffer) => this.take(raw, this.inbox.contextOf({ channel: 'email' }));
    new Maildir({ folder, lease: 'mail-inbox', what: 'Mails of the inbox', take }).leadBy(this.engine);
  }

  /** Takes one mail (RFC 5322). Throws `Rejected` for a sender that is no address. */
  async take(raw: Buffer | string, context: CommandContext): Promise<MailTaken> {
    const message = await readMail(raw, { own: this.own(), receivedAt: context.now });
    if (!message) return 'ignored';
    const { changed } = await this.inbox.receive(message, context);
    return changed ? 'recorded' : 'unchanged';
  }

  private own(): readonly string[] {
    const { mailFrom, returnTo, inboxMail } = this.settings;
    return [bareAddress(mailFrom), returnTo, inboxMail.address].flatMap((each) => each?.toLowerCase() ?? []);
  }
}
