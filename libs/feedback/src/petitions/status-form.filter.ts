import { randomUUID } from 'node:crypto';
import { language, type Language } from '@ecou/contracts';
import { FormFilter, Problem, ProblemFilter, Publisher, retryOf, type HtmlPage, type SentForm } from '@ecou/runtime';
import { Catch } from '@nestjs/common';
import { z } from 'zod';
import { StatusAccess } from './status-access.js';
import { StatusReader } from './views/status.reader.js';
import { askForNumber, statusPage } from './status/status-page.js';
import { visitingOf, type Visiting } from './status/visitor.js';
import { words } from './status/words.js';

const numbered = z.object({ number: z.string() });

interface Asked {
  readonly number: string;
  readonly visiting: Visiting;
  readonly lang: Language | undefined;
}

/** Shows the forms of the status page again, to whoever has the token of the petition, where their fields are wrong or too many came. */
@Catch(Problem)
export class StatusFormFilter extends FormFilter {
  constructor(
    problems: ProblemFilter,
    publisher: Publisher,
    private readonly access: StatusAccess,
    private readonly reader: StatusReader,
  ) {
    super(problems, publisher);
  }

  protected async page(problem: Problem, form: SentForm): Promise<HtmlPage | undefined> {
    if (form.body === undefined) return undefined;
    const visiting = visitingOf(form);
    const lang = language.safeParse(visiting.form.typed['lang']).data;
    const number = numbered.safeParse(form.params).data?.number;
    if (number !== undefined) return this.again(problem, { number, visiting, lang });
    const because = reasonsOf(problem, lang ?? 'ro');
    return because && askForNumber(lang ?? 'ro', visiting.form.typed['number'], because);
  }

  /** The page of a petition. Throws where the form does not open it. */
  private async again(problem: Problem, { number, visiting, lang: asked }: Asked): Promise<HtmlPage | undefined> {
    const { typed, path } = visiting.form;
    const token = typed['token'] ?? visiting.token ?? '';
    const { body } = await this.reader.get(await this.access.open({ number, token, address: visiting.address }));
    const lang = asked ?? body.language;
    const because = reasonsOf(problem, lang);
    const ids = { message: randomUUID(), callback: randomUUID() };
    return because && statusPage(body, { lang, token, ids, outcome: { path, typed: withoutWrongId(typed), because } });
  }
}

/** The fields as they were typed; without an id that is none, in whose place a new one is sent. */
function withoutWrongId({ id, ...typed }: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return z.uuid().safeParse(id).success && id !== undefined ? { ...typed, id } : typed;
}

/** Sentences for a problem; `undefined` where the form cannot tell what is wrong. */
function reasonsOf({ status, options }: Problem, lang: Language): readonly string[] | undefined {
  const say = words[lang];
  if (status === 429) return [[say.often, retryOf(options.headers, lang) ?? ''].join(' ').trim()];
  const rules: Readonly<Record<string, string>> = say.rules;
  const broken = (options.errors ?? []).flatMap(({ path }) => rules[path.split('.')[0] ?? ''] ?? []);
  return broken.length === 0 ? undefined : [say.wrong, ...new Set(broken)];
}
