import { Clock } from '@ecou/event-sourcing';
import { builtBeside, Publisher, Threads, type OnBehalf } from '@ecou/runtime';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import type { Language } from '@ecou/contracts';
import { RightsReader } from '../rights.reader.js';
import { ContextsOfPerson } from './contexts.js';
import type { DossierParts } from './dossier-pdf.js';
import type { Dossier } from './dossier.schemas.js';
import { filesOf } from './portable.js';

/** Everything that is on record of the person of a request. Nothing of it is kept. */
@Injectable()
export class Dossiers implements OnApplicationShutdown {
  private readonly threads = new Threads<{ readonly pdf: (parts: DossierParts) => Promise<Uint8Array> }>(
    builtBeside(import.meta.url, './dossier-pdf.worker.js'),
  );

  constructor(
    private readonly reader: RightsReader,
    private readonly contexts: ContextsOfPerson,
    private readonly clock: Clock,
    private readonly publisher: Publisher,
  ) {}

  /** Throws `Unknown` where there is no such request, `Unavailable` where a context cannot be asked. */
  async of(requestId: string, behalf: OnBehalf): Promise<Dossier> {
    const { subjects } = await this.reader.state(requestId);
    const contexts = await this.contexts.gather([...subjects, requestId], behalf);
    const files = filesOf(contexts).map(({ name, path }) => ({ name, path }));
    return { requestId, madeAt: this.clock.now(), contexts, files };
  }

  /** As a tagged PDF. Throws 503 where too many wait for theirs. */
  pdf(dossier: Dossier, lang: Language): Promise<Uint8Array> {
    return this.threads.run('pdf', { dossier, lang, institution: this.publisher.institution }, false);
  }

  onApplicationShutdown(): Promise<void> {
    return this.threads.end();
  }
}
