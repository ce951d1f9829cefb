import { isOutage, Unavailable } from '@ecou/event-sourcing';
import { unwritten, type Channel, type Outcome, type Outgoing } from '../channel.js';
import { compose, type ComposeServices, type Mail } from './compose.js';
import type { Transport } from './transport.js';

/** E-mail, by SMTP or into files. */
export class EmailChannel implements Channel {
  readonly name = 'email';

  constructor(
    private readonly mailing: Transport,
    private readonly composing: ComposeServices,
  ) {}

  get transport(): string {
    return this.mailing.name;
  }

  async send(outgoing: Outgoing): Promise<Outcome> {
    const written = await this.write(outgoing);
    return 'kind' in written ? written : this.mailing.send(written, outgoing.name);
  }

  trace(name: string): Promise<Outcome | undefined> {
    return this.mailing.trace(name);
  }

  private async write(outgoing: Outgoing): Promise<Mail | Outcome> {
    try {
      return await compose(outgoing, this.composing);
    } catch (error) {
      // A letter may have to wait for others to be made.
      return error instanceof Unavailable || isOutage(error) ? unwritten('OUTAGE', false) : unwritten('TEMPLATE', true);
    }
  }
}
