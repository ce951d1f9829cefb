import type { Language } from '@ecou/contracts';
import { Aggregates, builtBeside, Documents, Publisher } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { ConsentProof } from '../subscriber/subscriber.schemas.js';
import { topicLabels } from '../topic/topic-label.js';
import type { ProofParts } from './proof-pdf.js';

/** Makes proofs of consent as PDF outside of the event loop, and keeps those that were asked for last. */
@Injectable()
export class ProofPdfs implements OnApplicationShutdown {
  private readonly documents = new Documents<ProofParts>(builtBeside(import.meta.url, './proof-pdf.worker.js'));

  constructor(
    private readonly aggregates: Aggregates,
    private readonly publisher: Publisher,
  ) {}

  /** Throws 503 where too many wait for theirs. */
  async get(proof: ConsentProof, lang: Language): Promise<Uint8Array> {
    const topics = [...new Set(proof.consents.flatMap((entry) => entry.topics))];
    const named = await topicLabels(this.aggregates.store, topics, lang);
    const labels = Object.fromEntries(named.map(({ topic, text }) => [topic, text]));
    return this.documents.get({ proof, labels, lang, institution: this.publisher.institution }, false);
  }

  onApplicationShutdown(): Promise<void> {
    return this.documents.end();
  }
}
