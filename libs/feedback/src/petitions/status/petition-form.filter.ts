import { randomUUID } from 'node:crypto';
import { language, type Language } from '@ecou/contracts';
import {
  FormFilter,
  Problem,
  ProblemFilter,
  Publisher,
  retryOf,
  textsOf,
  type HtmlPage,
  type SentForm,
} from '@ecou/runtime';
import { Catch } from '@nestjs/common';
import { z } from 'zod';
import { nothingTyped, petitionWords, type Typed } from './petition-form.js';
import { PetitionForms } from './petition-forms.js';

/** Shows the form that sends a petition again where it came too often, or is none of ours. */
@Catch(Problem)
export class PetitionFormFilter extends FormFilter {
  constructor(
    problems: ProblemFilter,
    publisher: Publisher,
    private readonly forms: PetitionForms,
  ) {
    super(problems, publisher);
  }

  protected async page(problem: Problem, { body }: SentForm): Promise<HtmlPage | undefined> {
    if (body === undefined) return undefined;
    const typed = textsOf(body);
    const lang = language.safeParse(typed['lang']).data ?? 'ro';
    const [faults, note] = [faultsIn(problem, lang), noteOn(problem, lang)];
    if (note === undefined && Object.keys(faults).length === 0) return undefined;
    const id = z.uuid().safeParse(typed['id']).data ?? randomUUID();
    return this.forms.page(lang, { id, typed: { ...nothingTyped, ...typed } satisfies Typed, faults, note });
  }
}

function noteOn({ status, options }: Problem, lang: Language): string | undefined {
  if (status !== 429) return undefined;
  return [petitionWords[lang].often, retryOf(options.headers, lang) ?? ''].join(' ').trim();
}

function faultsIn({ options: { errors = [] } }: Problem, lang: Language): Readonly<Record<string, string>> {
  const rules: Readonly<Record<string, string>> = petitionWords[lang].rules;
  return Object.fromEntries(errors.flatMap(({ path }) => (rules[path] === undefined ? [] : [[path, rules[path]]])));
}
