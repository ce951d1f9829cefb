import type { Language } from '@ecou/contracts';
import { Invalid, Unknown, Vault } from '@ecou/event-sourcing';
import { Aggregates } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { announcement } from '../sending/announcement/announcement.aggregate.js';
import { wordsOf } from '../sending/announcement/telling.js';
import { message } from '../sending/message/message.aggregate.js';
import type { Word as PersonalWord } from '../sending/message/message.events.js';
import { exampleOf } from '../sending/templates/catalogue/examples.js';
import { vocabulary, type Word } from '../sending/templates/catalogue/vocabulary.js';
import type { Said } from '../sending/templates/render.js';
import { latestNamed } from '../sending/templates/templates.js';
import type { WordingKey } from '../wordings/wording/wording.events.js';
import type { Preview, PreviewAnswer } from './templates.schemas.js';

/** The data that a preview shows. */
interface Data extends Pick<PreviewAnswer, 'data' | 'masked'> {
  readonly said: Omit<Said, 'language'>;
}

/** The data of previews: made up, or on record. */
@Injectable()
export class PreviewData {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly vault: Vault,
  ) {}

  /** `seesPersonal`: whether the caller may read what messages say to people. Throws `Invalid`, `Unknown`. */
  async of(key: WordingKey, asked: Preview, seesPersonal: boolean): Promise<Data> {
    if (asked.message !== undefined) return this.ofMessage(key, asked.message, seesPersonal);
    if (asked.announcement !== undefined) return this.ofAnnouncement(key, asked.announcement);
    const { name, version } = latestNamed(key.purpose);
    return { said: { template: { name, version }, variables: exampleOf(name) }, data: 'made-up', masked: false };
  }

  private async ofMessage({ purpose, language }: WordingKey, id: string, seesPersonal: boolean): Promise<Data> {
    const { queued, gathered } = (await this.aggregates.load(message, id)).state;
    if (!queued) throw new Unknown('MESSAGE_UNKNOWN', 'There is no such message.');
    const { template, variables, recipient } = queued;
    if (template.name !== purpose) throw other('message');
    const words = Object.entries(recipient?.words ?? {});
    const personal = await Promise.all(
      words.map(async ([name, sealed]): Promise<readonly [string, PersonalWord | undefined]> => {
        return [name, (seesPersonal ? await this.vault.open(sealed) : undefined) ?? maskOf(name, language)];
      }),
    );
    const opened = personal.filter((entry): entry is [string, PersonalWord] => entry[1] !== undefined);
    const own = purpose === 'digest' ? { count: String(Math.max(1, gathered.length)) } : variables;
    const said = { template, variables: { ...own, ...Object.fromEntries(opened) } };
    return { said, data: 'message', masked: !seesPersonal && words.length > 0 };
  }

  private async ofAnnouncement({ purpose, language }: WordingKey, id: string): Promise<Data> {
    const { started } = (await this.aggregates.load(announcement, id)).state;
    if (!started) throw new Unknown('ANNOUNCEMENT_UNKNOWN', 'There is no such announcement.');
    if (started.purpose !== purpose) throw other('announcement');
    const { name, version } = latestNamed(purpose);
    const said = { template: { name, version }, variables: wordsOf(started, language) };
    return { said, data: 'announcement', masked: false };
  }
}

const isWord = (name: string): name is keyof typeof vocabulary => name in vocabulary;

/** The name of a value, in place of it; `undefined` for what has none, such as a letter. */
function maskOf(name: string, language: Language): string | undefined {
  const word: Word | undefined = isWord(name) ? vocabulary[name] : undefined;
  return word && `[${word.about[language]}]`;
}

const other = (field: 'message' | 'announcement') =>
  new Invalid('PREVIEW_OF_ANOTHER_PURPOSE', 'It was written with another template.', [field]);
