import { randomUUID } from 'node:crypto';
import { language, topicOfInterest } from '@ecou/contracts';
import { apart, type CommandContext } from '@ecou/event-sourcing';
import { personalField } from '@ecou/runtime';
import { checked, rowsOf, type GivenRow, type ImportBody, type TableForm, type Task } from '@ecou/runtime/imports';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { addressOn } from '../subscriber/channels.js';
import type { ConsentText } from '../consent-texts/consent-texts.decider.js';
import { ConsentTextsReader } from '../consent-texts/consent-texts.reader.js';
import { SubscriberCommand } from '../subscriber/subscriber.command.js';

export const importedRow = z.strictObject({
  address: personalField(z.email({ error: 'An e-mail address' }).max(254)),
  language: language.default('ro'),
  topics: z.array(topicOfInterest).min(1).max(50),
});
type Row = z.output<typeof importedRow>;

const form: TableForm = {
  known: ['address', 'language', 'topics'],
  valueOf: ({ topics, ...cells }) => ({
    ...cells,
    ...(topics !== undefined && {
      topics: topics
        .split(';')
        .map((topic) => topic.trim())
        .filter((topic) => topic !== ''),
    }),
  }),
};

const minute = 60_000;
const repeated = { path: 'address', code: 'ROW_REPEATED', message: 'stands in an earlier row already' };

interface Asking {
  readonly consent: Pick<ConsentText, 'version' | 'text'>;
  /** Messages a minute. */
  readonly rate: number;
}

/** Takes a list over that was kept before: each is asked to confirm, once, and told of nothing before they do. */
@Injectable()
export class SubscriptionsImport {
  constructor(
    private readonly commands: CommandBus,
    private readonly texts: ConsentTextsReader,
  ) {}

  async tasks(body: ImportBody, rate: number): Promise<Task[]> {
    const consent = await this.texts.current();
    const seen = new Set<string>();
    return rowsOf(body, form).map((given, place) => this.taskOf(given, place, seen, { consent, rate }));
  }

  private taskOf({ row, value }: GivenRow, place: number, seen: Set<string>, { consent, rate }: Asking): Task {
    const result = checked(importedRow, value);
    if ('errors' in result) return { row, id: null, errors: result.errors };
    const { data } = result;
    const address = addressOn('email', data.address.value) ?? data.address.value;
    if (seen.has(address)) return { row, id: null, errors: [repeated] };
    seen.add(address);
    const delay = Math.floor(place / rate) * minute;
    return {
      row,
      id: null,
      carryOut: (context, note) => this.ask(data, consent, delay, apart(context, `${row}`), note),
    };
  }

  private async ask(
    { address, language: chosen, topics }: Row,
    { version, text }: Asking['consent'],
    delay: number,
    context: CommandContext,
    note: (step: string) => void,
  ) {
    const { now: at } = context;
    const command = {
      type: 'AskSubscription',
      channel: 'email',
      ...{ address, topics, language: chosen },
      consent: { text: text[chosen], version, how: 'import', reference: null },
      mailAt: delay === 0 ? null : new Date(Date.parse(at) + delay).toISOString(),
      at,
    } as const;
    const { changed } = await this.commands.execute(new SubscriberCommand(randomUUID(), command, context));
    if (changed) note('ask');
    return { isNew: changed };
  }
}
