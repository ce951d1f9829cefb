import { Invalid, Vault, type CommandContext } from '@ecou/event-sourcing';
import { Limits, type Limit } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { v5 as uuidv5 } from 'uuid';
import { MessageCommand } from '../sending/message/message.command.js';
import { testPurpose } from '../sending/message/message.events.js';
import { exampleOf } from '../sending/templates/catalogue/examples.js';
import { latestNamed } from '../sending/templates/templates.js';
import { addressOn, type Channel } from '../subscribers/subscriber/channels.js';
import type { WordingRef } from '../wordings/in-force.js';
import { WordingsReader } from '../wordings/views/wordings.reader.js';
import { wordingId } from '../wordings/wording/wording.aggregate.js';
import { versionIn } from '../wordings/wording/wording.decider.js';
import { everyChannel } from '../wordings/wording/wording.events.js';
import type { TemplateParams, Test } from './templates.schemas.js';

const hours = 3600_000;

/** Sends a message with made-up values to somebody of the staff, marked as a test, on the way that all messages go. */
@Injectable()
export class TestSending {
  private readonly limit: Limit;

  constructor(
    private readonly commands: CommandBus,
    private readonly wordings: WordingsReader,
    private readonly vault: Vault,
    limits: Limits,
  ) {
    this.limit = limits.make({
      name: 'template-tests',
      times: 20,
      seconds: 60 * 60,
      detail: 'A key sends 20 tests in an hour at most.',
    });
  }

  /** Once for each `Idempotency-Key`. Throws `Invalid`, and 429 where the key has sent too many. */
  async send(key: TemplateParams, { address: given, channel: asked, version }: Test, context: CommandContext) {
    const channel = channelOf(key, asked);
    const address = addressOn(channel, given.value);
    if (address === undefined)
      throw new Invalid('ADDRESS_INVALID', `This is no address that messages go to by ${channel}.`, ['address']);
    const wording = await this.chosen(key, version);
    await this.limit.spend(context.metadata.actor);
    const { name, version: built } = latestNamed(key.purpose);
    const { commandId: id, now: at } = context;
    const about = {
      kind: 'template',
      id: wordingId(key),
      occasion: key.purpose,
      at,
      sendingId: null,
      channel,
    } as const;
    const command = {
      type: 'QueueMessage',
      purpose: testPurpose,
      promise: about,
      recipient: { address: await this.vault.seal(uuidv5('recipient', id), address), words: {} },
      language: key.language,
      template: { name, version: built },
      variables: exampleOf(name),
      ...(wording && { wording }),
      causeId: id,
      expiresAt: new Date(Date.parse(at) + 24 * hours).toISOString(),
      at,
    } as const;
    return this.commands.execute(new MessageCommand(id, command, context));
  }

  /** The last version where none is named; nothing for the built-in words. Throws `Invalid` for one that there is not. */
  private async chosen(key: TemplateParams, asked: number | undefined): Promise<WordingRef | undefined> {
    const { state } = await this.wordings.get(key);
    const version = asked ?? state.versions.length;
    if (version === 0) return undefined;
    if (!versionIn(state, version))
      throw new Invalid('WORDING_VERSION_UNKNOWN', 'There is no such version.', ['version']);
    return { id: wordingId(key), version };
  }
}

/** Throws `Invalid` where another one is asked for than the words are for. */
function channelOf({ channel }: TemplateParams, asked: Channel | undefined): Channel {
  if (channel === everyChannel) return asked ?? 'email';
  if (asked !== undefined && asked !== channel)
    throw new Invalid('CHANNEL_OF_OTHER_WORDS', `These words are for ${channel}.`, ['channel']);
  return channel;
}
