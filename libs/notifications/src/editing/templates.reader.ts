import type { Language } from '@ecou/contracts';
import { encodeCursor, decodeCursor, Page, Publisher, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { mostCharacters } from '../sending/provider/short-text.js';
import { exampleOf } from '../sending/templates/catalogue/examples.js';
import { offeredNames, variablesOf } from '../sending/templates/catalogue/offers.js';
import { sampleLinks } from '../sending/templates/catalogue/sample-links.js';
import { valuesOf } from '../sending/templates/catalogue/values.js';
import { vocabulary, type Word } from '../sending/templates/catalogue/vocabulary.js';
import { renderMessage, valuesIn } from '../sending/templates/render.js';
import { latestNamed } from '../sending/templates/templates.js';
import { Links } from '../subscribers/links/links.js';
import type { Values } from '../wordings/language/template-text.js';
import type { WordingRow } from '../wordings/views/wording-list.view.js';
import { WordingsReader, type WrittenVersion } from '../wordings/views/wordings.reader.js';
import { wordingId } from '../wordings/wording/wording.aggregate.js';
import { versionIn } from '../wordings/wording/wording.decider.js';
import type { WordingKey } from '../wordings/wording/wording.events.js';
import type { WordingRules } from '../wordings/wording/rules.js';
import type { PurposeAnswer, TemplateAnswer, versionsQuery } from './templates.schemas.js';

/** The templates, with the words that are in force. */
@Injectable()
export class TemplatesReader {
  constructor(
    private readonly wordings: WordingsReader,
    private readonly links: Links,
    private readonly publisher: Publisher,
  ) {}

  /** Every purpose, or one. */
  async list(purpose?: string): Promise<Page<PurposeAnswer>> {
    const rows = await this.wordings.list(purpose);
    const names = purpose === undefined ? offeredNames : [purpose];
    return new Page(
      names.map((name) =>
        this.purposeOf(
          name,
          rows.filter((row) => row.purpose === name),
        ),
      ),
      null,
    );
  }

  /** The words in force, as they are or stood. */
  async get(key: WordingKey, asOf: string | undefined): Promise<Versioned<TemplateAnswer>> {
    const { state, version } = await this.wordings.get(key, asOf);
    const { inForce, failure, versions } = state;
    const body = {
      ...{ id: wordingId(key), ...key, inForce, failure },
      text: inForce === null ? null : (versionIn(state, inForce)?.text ?? null),
      latest: versions.length,
      builtIn: this.builtIn(key),
      variables: this.variables(key.purpose),
      version,
    };
    return new Versioned(body, version);
  }

  /** Every version, the newest first. */
  async versions(key: WordingKey, { cursor, limit }: z.output<typeof versionsQuery>): Promise<Page<WrittenVersion>> {
    const [before] = decodeCursor(cursor, z.tuple([z.int().min(1)])) ?? [Infinity];
    const versions = (await this.wordings.versions(key)).filter(({ version }) => version < before);
    return Page.of(versions.slice(0, limit + 1), limit, ({ version }) => encodeCursor([version]));
  }

  /** The bounds of the words for a template. */
  rulesOf({ purpose, language, channel }: WordingKey): WordingRules {
    const taken = `${this.publisher.institution}: `.length;
    return {
      variables: variablesOf(purpose) ?? [],
      example: this.exampleValues(purpose, language),
      room: channel === 'sms' ? Math.max(0, mostCharacters - taken) : null,
    };
  }

  private purposeOf(purpose: string, rows: readonly WordingRow[]): PurposeAnswer {
    const own = rows.map(({ id, language, channel, inForce, latest, failure, changedAt }) => ({
      ...{ id, language, channel, inForce, latest, failure, changedAt },
    }));
    return { purpose, variables: this.variables(purpose), own };
  }

  private variables(purpose: string): PurposeAnswer['variables'] {
    const example = this.exampleValues(purpose, 'ro');
    return (variablesOf(purpose) ?? []).map(({ name, required }) => {
      const { about, personal = false }: Word = vocabulary[name];
      return { name, about: { ...about }, required, personal, example: example[name] ?? null };
    });
  }

  private exampleValues(purpose: string, language: Language): Values {
    const { name, version } = latestNamed(purpose);
    const given = valuesIn({ template: { name, version }, variables: exampleOf(purpose) });
    return valuesOf(purpose, given, { language, links: sampleLinks(this.links, language) });
  }

  private builtIn({ purpose, language }: WordingKey) {
    const { name, version } = latestNamed(purpose);
    const said = { template: { name, version }, language, variables: exampleOf(purpose) };
    const { subject, text } = renderMessage(said, sampleLinks(this.links, language), this.publisher);
    return { subject, text };
  }
}
