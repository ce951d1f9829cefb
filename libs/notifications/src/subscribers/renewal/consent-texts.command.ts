import { relationOf, Rejected, UnitsOfWork, type CommandResult, type UnitOfWork } from '@ecou/event-sourcing';
import { AggregateCommand, ReadModels } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriber } from '../subscriber/subscriber.aggregate.js';
import { subscriptionList } from '../views/subscription-list.view.js';
import { consentTexts } from '../consent-texts/consent-texts.aggregate.js';
import type { PublishConsentText } from '../consent-texts/consent-texts.decider.js';
import { renewalOf } from '../subscriber/rules/renewal-of.js';

/** Asks the subscribers after `from`, out of a view that has passed the position `past`. */
export type ContinueRenewal = {
  type: 'ContinueRenewal';
  version: number;
  from: string | null;
  past: number;
  at: string;
};

export class ConsentTextsCommand extends AggregateCommand<PublishConsentText | ContinueRenewal> {}

/** The view of subscribers has not passed the cause yet. */
export const listBehind = 'SUBSCRIBERS_BEHIND';

const chunkSize = 100;
const patienceMs = 2_000;

const chunkSql = `
  SELECT id FROM ${relationOf(subscriptionList)} WHERE status = 'confirmed' AND id > $1 ORDER BY id LIMIT ${chunkSize}`;

/** Publishes texts, and asks again chunk by chunk: what a chunk is asked, and the cursor behind it, stand in one unit. */
@CommandHandler(ConsentTextsCommand)
export class ConsentTextsHandler implements ICommandHandler<ConsentTextsCommand> {
  constructor(
    private readonly units: UnitsOfWork,
    private readonly readModels: ReadModels,
  ) {}

  execute({ id, command, context }: ConsentTextsCommand): Promise<CommandResult> {
    return this.units.run(context, (work) =>
      command.type === 'ContinueRenewal' ? this.proceed(id, command, work) : work.decide(consentTexts, id, command),
    );
  }

  private async proceed(id: string, { version, from, past, at }: ContinueRenewal, work: UnitOfWork): Promise<void> {
    work.target(consentTexts, id);
    const subscribers = await this.chunk(from, past);
    const last = subscribers.length < chunkSize;
    const advance = { type: 'AdvanceRenewal', version, from, subscribers, last, at } as const;
    const { changed, after } = await work.decide(consentTexts, id, advance);
    const ask = renewalOf(after, at);
    // A later text asks them by itself.
    if (!changed || ask?.version !== version) return;
    await Promise.all(subscribers.map((one) => work.read(subscriber, one)));
    for (const one of subscribers) await work.decide(subscriber, one, ask);
  }

  private async chunk(from: string | null, past: number): Promise<string[]> {
    if (!(await this.readModels.hasReached(subscriptionList, past, patienceMs)))
      throw new Rejected(listBehind, 'The view of subscribers has not passed the new text yet.');
    const rows = await this.readModels.query<{ readonly id: string }>(chunkSql, [from ?? '']);
    return rows.map(({ id }) => id);
  }
}
