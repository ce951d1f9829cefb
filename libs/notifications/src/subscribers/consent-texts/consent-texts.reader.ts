import type { Language } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { Aggregates, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { consentTexts, consentTextsId } from './consent-texts.aggregate.js';
import { currentText, requiredText, type ConsentText } from './consent-texts.decider.js';
import type { consentTextsAnswer } from './consent-texts.schemas.js';

/** The texts that people agree to. */
@Injectable()
export class ConsentTextsReader {
  constructor(private readonly aggregates: Aggregates) {}

  /** The one to be shown now. */
  async current(): Promise<Pick<ConsentText, 'version' | 'text'>> {
    const { version, text } = currentText(await this.state());
    return { version, text };
  }

  /** The text as it was shown; `undefined` for a version that never was, and for one that holds no more. */
  async shown(version: number, language: Language): Promise<string | undefined> {
    const state = await this.state();
    if (version < (requiredText(state)?.version ?? 1)) return undefined;
    return state.texts[version - 1]?.text[language];
  }

  /** The text as it was shown. Throws `Invalid` for a version that never was, and for one that holds no more. */
  async agreed(version: number, language: Language): Promise<string> {
    const text = await this.shown(version, language);
    if (text === undefined)
      throw new Invalid('CONSENT_UNKNOWN', 'There is no such version, or it holds no more.', ['consentVersion']);
    return text;
  }

  async all(): Promise<Versioned<z.output<typeof consentTextsAnswer>>> {
    const { state, version } = await this.aggregates.load(consentTexts, consentTextsId);
    const texts = state.texts.map(({ version: number, text, renewal, publishedAt }) => ({
      ...{ version: number, text, renewal, publishedAt },
      asked: state.renewals[number]?.completed ?? null,
    }));
    return new Versioned({ texts, version }, version);
  }

  private async state() {
    return (await this.aggregates.load(consentTexts, consentTextsId)).state;
  }
}
