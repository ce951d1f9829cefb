import { randomUUID } from 'node:crypto';
import { Clock, type CommandContext } from '@ecou/event-sourcing';
import { Engine } from '@ecou/messaging';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../settings.js';
import { Maildir } from '../mail/maildir.js';
import { MailReports } from './mail-reports.js';

/** The Maildir to which a mail server delivers what comes back. */
@Injectable()
export class ReturnFolder implements OnApplicationBootstrap {
  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'returnDir'>,
    private readonly reports: MailReports,
    private readonly engine: Engine,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    const { returnDir: folder } = this.settings;
    if (folder === undefined) return;
    const take = (raw: Buffer) => this.reports.takeMail(raw, this.context());
    new Maildir({ folder, lease: 'mail-returns', what: 'Mails that came back', take }).leadBy(this.engine);
  }

  private context(): CommandContext {
    const correlationId = randomUUID();
    const metadata = { actor: 'mail-returns', correlationId, causationId: correlationId };
    return { metadata, commandId: randomUUID(), now: this.clock.now() };
  }
}
