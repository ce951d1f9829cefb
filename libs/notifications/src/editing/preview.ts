import type { Language } from '@ecou/contracts';
import { Invalid } from '@ecou/event-sourcing';
import { privacyLine, Publisher } from '@ecou/runtime';
import { Inject, Injectable } from '@nestjs/common';
import { inWords, type Worded } from '../sending/own-words.js';
import { segmentsOf } from '../sending/sms/segments.js';
import { shortTextOf } from '../sending/provider/short-text.js';
import { withFooter } from '../sending/templates/catalogue/additions.js';
import { sampleLinks } from '../sending/templates/catalogue/sample-links.js';
import { valuesOf } from '../sending/templates/catalogue/values.js';
import { contentOf, markId, renderContent, valuesIn, type Said } from '../sending/templates/render.js';
import { SETTINGS, type Settings } from '../settings.js';
import { Links } from '../subscribers/links/links.js';
import { WordingsReader } from '../wordings/views/wordings.reader.js';
import { versionIn } from '../wordings/wording/wording.decider.js';
import { everyChannel, type WordingKey, type WordingText } from '../wordings/wording/wording.events.js';
import { PreviewData } from './preview-data.js';
import type { Preview, PreviewAnswer } from './templates.schemas.js';

/** Shows words before anybody gets them. Links of a preview open nothing of anybody. */
@Injectable()
export class Previews {
  constructor(
    private readonly data: PreviewData,
    private readonly wordings: WordingsReader,
    private readonly links: Links,
    private readonly publisher: Publisher,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** `seesPersonal`: whether the caller may read what messages say to people. Throws `Invalid`, `Unknown`. */
  async of(key: WordingKey, asked: Preview, seesPersonal: boolean): Promise<PreviewAnswer> {
    const text = asked.text ?? (await this.textOf(key, asked.version));
    const { said, data, masked } = await this.data.of(key, asked, seesPersonal);
    const { content: worded, fault } = this.worded({ ...said, language: key.language }, text);
    const content = withFooter(worded, this.settings.footer[key.language], privacyLine(this.publisher, key.language));
    const { subject, text: plain, html } = renderContent(content, key.language, this.publisher);
    const { channel } = key;
    return {
      ...{ subject, text: plain, data, masked, fault },
      html:
        channel === 'email' || channel === everyChannel
          ? html.replaceAll(`cid:${markId}`, () => this.publisher.mark)
          : null,
      sms: channel === 'sms' || channel === everyChannel ? this.sms(content, key.language) : null,
    };
  }

  /** A version; the last one where none is named. `null`: the built-in words. Throws `Invalid` for one that there is not. */
  private async textOf(key: WordingKey, asked: number | undefined): Promise<WordingText | null> {
    const { state } = await this.wordings.get(key);
    const version = asked ?? state.versions.length;
    const found = versionIn(state, version);
    if (!found && version > 0) throw new Invalid('WORDING_VERSION_UNKNOWN', 'There is no such version.', ['version']);
    return found?.text ?? null;
  }

  private worded(said: Said, text: WordingText | null): Worded {
    const links = sampleLinks(this.links, said.language);
    const content = contentOf(said, links);
    if (text === null) return { content, fault: null };
    const { name } = said.template;
    return inWords({ name, content, values: () => valuesOf(name, valuesIn(said), { ...said, links }) }, text);
  }

  private sms(content: Worded['content'], language: Language): PreviewAnswer['sms'] {
    const text = shortTextOf({ content, language, unsubscribe: null }, this.publisher);
    return { text, ...segmentsOf(text) };
  }
}
