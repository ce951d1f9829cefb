import type { Language } from '@ecou/contracts';
import { Clock } from '@ecou/event-sourcing';
import { Publisher } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { KindsReader } from '../kinds/kinds.reader.js';
import { MUNICIPALITY, type Municipality } from '../settings.js';
import type { Telling } from './services.js';

/** Gathers the facts that services are told by, besides facilities. */
@Injectable()
export class Tellings {
  constructor(
    private readonly kinds: KindsReader,
    private readonly publisher: Publisher,
    private readonly clock: Clock,
    @Inject(MUNICIPALITY) private readonly municipality: Municipality,
  ) {}

  async in(lang: Language): Promise<Telling> {
    const { publisher, municipality } = this;
    return { lang, publisher, municipality, kinds: await this.kinds.current(), now: Date.parse(this.clock.now()) };
  }
}
