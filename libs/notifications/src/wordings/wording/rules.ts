import { Invalid } from '@ecou/event-sourcing';
import { refuseOtherLinks } from '../language/markup.js';
import { filled, refuseUnknown, tagsIn, TemplateFault, type Values } from '../language/template-text.js';
import type { WordingText } from './wording.events.js';

/** The bounds of the words for one message. */
export interface WordingRules {
  readonly variables: readonly { readonly name: string; readonly required: boolean }[];
  /** Values of all of them, made up. */
  readonly example: Values;
  /** Characters that its channel has room for; `null`: it takes a subject and a body. */
  readonly room: number | null;
}

type Field = keyof WordingText;

/** A line break, or something that hides in a line (RFC 5322, section 2.2: a header field is one line). */
const breaks = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

/** Throws `Invalid`, which names the field, the rule and the character. */
export function refuseFaults(text: WordingText, rules: WordingRules): void {
  const { subject, body, action } = text;
  const { room } = rules;
  within('subject', () => refuseLine(subject));
  if (action !== null) within('action', () => refuseLine(action));
  if (body !== null) within('body', () => refuseOtherLinks(body));
  within('body', () => refuseBody(body, rules));
  within('action', () => tagsOf(action, rules));
  const shown = (['subject', 'body'] as const).flatMap((field) => within(field, () => tagsOf(text[field], rules)));
  if (room === null) within('body', () => refuseMissing(shown, rules));
  else within('subject', () => refuseLong(subject, rules, room));
}

function refuseLine(line: string): void {
  const found = breaks.exec(line);
  if (found) throw new TemplateFault('LINE_BREAK', 'It is one line, without characters that hide.', found.index + 1);
}

function refuseBody(body: string | null, { room }: WordingRules): void {
  if (room === null && body === null) throw new TemplateFault('TEXT_EMPTY', 'A message has a body.');
  if (room !== null && body !== null)
    throw new TemplateFault('BODY_NOT_SHOWN', 'A text message says its subject only.');
}

/** The variables that are shown whatever has a value. */
function tagsOf(text: string | null, { variables }: WordingRules) {
  const known = variables.map(({ name }) => name);
  const tags = tagsIn(text ?? '');
  for (const tag of tags) refuseUnknown(tag, known);
  return tags.filter(({ isSection, isConditional }) => !isSection && !isConditional).map(({ name }) => name);
}

function refuseMissing(shown: readonly string[], { variables }: WordingRules): void {
  const missing = variables.find(({ name, required }) => required && !shown.includes(name));
  if (missing)
    throw new TemplateFault(
      'VARIABLE_MISSING',
      `Show {{${missing.name}}} in the subject or the body, outside of parts that may be left out.`,
    );
}

function refuseLong(subject: string, { variables, example }: WordingRules, room: number): void {
  const known = variables.map(({ name }) => name);
  const { length } = filled(subject, example, known, (value) => value);
  if (length > room)
    throw new TemplateFault(
      'TEXT_TOO_LONG',
      `A text message has room for ${room} characters beside who writes and the links; with made-up values it has ${length}.`,
      room + 1,
    );
}

function within<T>(field: Field, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (error instanceof TemplateFault) throw new Invalid(error.rule, error.message, ['text', field]);
    throw error;
  }
}
