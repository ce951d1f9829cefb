import { fold, streamOf, Vault, opened, type RecordedEvent } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Receipts, type Receipt as LogReceipt } from '@ecou/runtime/receipts';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { petition } from '../petition/rules/petition.aggregate.js';
import type { receiptAnswer } from '../petition/petition.schemas.js';
import { requirePetition, type Petition } from '../petition/petition.state.js';
import { StatusLinks } from '../petition/status-links.js';

/** The receipt that whoever registered a petition gets at once. */
type Receipt = Omit<z.output<typeof receiptAnswer>, 'id' | 'version'>;

/** Reads the receipts of petitions. Each method throws `Unknown` for a petition that does not exist. */
@Injectable()
export class PetitionReceiptReader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
    private readonly links: StatusLinks,
    private readonly receipts: Receipts,
  ) {}

  /** The receipt of a petition as it was registered, whatever has become of it. */
  async receipt(id: string): Promise<Receipt> {
    const events = await this.aggregates.store.readStream(streamOf(petition.category, id));
    const [first] = events;
    const { number, content, department, receivedOn, registeredAt, deadline } = requirePetition(
      first ? petition.decider.evolve(null, first as never) : null,
    );
    const { kind, category } = content;
    return {
      number,
      kind,
      category,
      department,
      receivedOn,
      registeredAt,
      answerBy: deadline?.answerBy ?? null,
      legalAnswerBy: deadline?.legal.answerBy ?? null,
      statusUrl: this.links.of({ number, id, contact: await this.contactOf(fold(petition.decider, events as never)) }),
      receipt: await this.registered(first),
    };
  }

  /** The receipt by which its petitioner can check it. */
  async logReceipt(id: string): Promise<LogReceipt> {
    const [first] = await this.aggregates.store.readStream(streamOf(petition.category, id));
    return this.registered(first);
  }

  private async registered(first: RecordedEvent | undefined): Promise<LogReceipt> {
    const receipt = first && (await this.receipts.of(first));
    if (!receipt) throw new Error('A stream of a petition does not begin with its registration.');
    return receipt;
  }

  private async contactOf(state: Petition | null): Promise<string | null> {
    return (await opened(this.vault, state?.content.petitioner))?.contact ?? null;
  }
}
