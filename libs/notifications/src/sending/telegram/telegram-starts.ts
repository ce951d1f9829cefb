import { Personal, Rejected, type CommandContext } from '@ecou/event-sourcing';
import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Links } from '../../subscribers/links/links.js';
import { chatConsentOf, type ChatConsent } from '../../subscribers/subscriber/chat-consents.js';
import { AddressInUse, SubscriberCommand } from '../../subscribers/subscriber/subscriber.command.js';
import { words, type Started } from './telegram-words.js';

/** A person who pressed Start: the token of the link by which they came, and their chat. */
export interface Start {
  readonly token: string;
  readonly chatId: string;
}

/** Adds chats to the addresses of people who start the bot by a link of theirs: pressing Start proves the chat, and agrees to the text beside the link. */
@Injectable()
export class TelegramStarts {
  constructor(
    private readonly commands: CommandBus,
    private readonly links: Links,
  ) {}

  /** Answers what the bot says. The same start again changes nothing. */
  async confirm({ token, chatId }: Start, context: CommandContext): Promise<string> {
    const link = this.links.tokens.read('chat', token);
    const consent = link && chatConsentOf(link.round);
    if (!consent) return words.ro.invalid;
    return words[consent.language][await this.add(link.id, chatId, consent, context)];
  }

  private async add(id: string, chatId: string, { text }: ChatConsent, context: CommandContext): Promise<Started> {
    const command = {
      type: 'AddProvenAddress',
      channel: 'telegram',
      address: new Personal(chatId),
      language: null,
      consent: { text, version: null, how: 'chat', reference: null },
      at: context.now,
    } as const;
    try {
      await this.commands.execute(new SubscriberCommand(id, command, context));
      return 'confirmed';
    } catch (error) {
      if (!(error instanceof Rejected)) throw error;
      return error instanceof AddressInUse ? 'in-use' : 'refused';
    }
  }
}
