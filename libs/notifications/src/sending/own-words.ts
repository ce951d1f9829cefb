import { load, type EventStore } from '@ecou/event-sourcing';
import { paragraphsOf, plainText, withoutMarkup } from '../wordings/language/markup.js';
import { filled, TemplateFault, type Values } from '../wordings/language/template-text.js';
import type { WordingRef } from '../wordings/in-force.js';
import { wording as aggregate } from '../wordings/wording/wording.aggregate.js';
import { versionIn } from '../wordings/wording/wording.decider.js';
import type { WordingText, WordsFault } from '../wordings/wording/wording.events.js';
import { variablesOf } from './templates/catalogue/offers.js';
import type { Content } from './templates/template.js';
import { line } from './templates/variables.js';

/** The content of a message in words of the institution's own, or why it is in those of its template. */
export interface Worded {
  readonly content: Content;
  readonly fault: WordsFault | null;
}

/** The name of a template, what a message says in its words, and the values of its variables. */
export interface BuiltIn {
  readonly name: string;
  readonly content: Content;
  readonly values: () => Values;
}

/** Anything else that a text fails at than the rules of templates. */
const otherFault = 'NOT_RENDERED';

class FieldFault extends Error {
  constructor(readonly fault: WordsFault) {
    super(`${fault.field}: ${fault.rule}`);
  }
}

/**
 * The same message in other words. Where it leads, its small print (why somebody gets it, and how to leave) and its enclosures stay those of
 * the template. Says `fault` where the words cannot be shown, and answers the content as it was.
 */
export function inWords({ name, content, values }: BuiltIn, text: WordingText): Worded {
  try {
    const shown = within('body', () => presentValues(name, text, values()));
    const subject = within('subject', () => lineOf(text.subject, shown));
    const { action } = text;
    const label = action === null ? content.action.label : within('action', () => lineOf(action, shown));
    const body = within('body', () => bodyOf(text.body, shown));
    return { content: { ...content, subject, ...body, action: { ...content.action, label } }, fault: null };
  } catch (error) {
    if (error instanceof FieldFault) return { content, fault: error.fault };
    throw error;
  }
}

interface Shown {
  readonly values: Values;
  readonly known: readonly string[];
}

/** Throws where a value is missing that has to be shown: its person was erased, or an older build queued the message. */
function presentValues(name: string, { body }: WordingText, values: Values): Shown {
  const variables = variablesOf(name) ?? [];
  const missing = variables.find((each) => each.required && values[each.name] === undefined);
  if (body !== null && missing) throw new TemplateFault('VARIABLE_MISSING', `${missing.name} has no value.`);
  return { values, known: variables.map((each) => each.name) };
}

/** Throws where nothing is left of it. */
function lineOf(text: string, { values, known }: Shown): string {
  const written = line.parse(filled(text, values, known, (value) => value));
  if (written === '') throw new TemplateFault('TEXT_EMPTY', 'Nothing is left of it.');
  return written;
}

function bodyOf(text: string | null, { values, known }: Shown): Pick<Content, 'paragraphs' | 'rich'> | undefined {
  if (text === null) return undefined;
  const rich = paragraphsOf(filled(text, values, known, withoutMarkup));
  return { paragraphs: rich.map(plainText), rich };
}

function within<T>(field: string, show: () => T): T {
  try {
    return show();
  } catch (error) {
    throw new FieldFault({ field, rule: error instanceof TemplateFault ? error.rule : otherFault });
  }
}

/** Texts that are kept at once. */
const mostKept = 200;

/** The institution's own words. A version is never changed, so that it is read once. */
export class OwnWords {
  private readonly kept = new Map<string, WordingText>();

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  /** A message in the words that were in force when it was queued; in those of its template where they cannot be shown. */
  async of(builtIn: BuiltIn, chosen: WordingRef | undefined): Promise<Worded> {
    if (!chosen) return { content: builtIn.content, fault: null };
    const text = await this.text(chosen);
    if (!text) return { content: builtIn.content, fault: { field: 'version', rule: 'VERSION_UNKNOWN' } };
    return inWords(builtIn, text);
  }

  private async text({ id, version }: WordingRef): Promise<WordingText | undefined> {
    const key = `${id}/${version}`;
    const known = this.kept.get(key);
    if (known) return known;
    const { state } = await load(this.store, aggregate, id);
    const text = versionIn(state, version)?.text;
    if (this.kept.size >= mostKept) this.kept.clear();
    if (text) this.kept.set(key, text);
    return text;
  }
}
