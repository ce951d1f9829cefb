import Mustache from 'mustache';

/** A rule of templates that a text breaks, and where. */
export class TemplateFault extends Error {
  constructor(
    readonly rule:
      | 'TEMPLATE_SYNTAX'
      | 'TAG_NOT_ALLOWED'
      | 'VARIABLE_UNKNOWN'
      | 'VARIABLE_MISSING'
      | 'LINK_NOT_ALLOWED'
      | 'LINE_BREAK'
      | 'TEXT_TOO_LONG'
      | 'TEXT_EMPTY'
      | 'BODY_NOT_SHOWN',
    message: string,
    /** Character of the text, from 1; `null` for what concerns all of it. */
    readonly position: number | null = null,
  ) {
    super(position === null ? message : `${message} (character ${position})`);
    this.name = 'TemplateFault';
  }
}

/** A variable where it is shown. */
export interface Tag {
  readonly name: string;
  /** Character of the text, from 1. */
  readonly position: number;
  /** True where it opens a part that is left out without a value, or with one. */
  readonly isSection: boolean;
  /** True inside of such a part: it may not be shown. */
  readonly isConditional: boolean;
}

/** The values of variables, by name; one without a value is left out. */
export type Values = Readonly<Record<string, string>>;

type Token = readonly [type: string, value: string, start: number, end: number, children?: readonly Token[]];

const notAllowed: Readonly<Record<string, string>> = {
  '&': 'Values are always escaped: write {{name}}, with two braces.',
  '>': 'Another text cannot be taken in.',
  '=': 'The signs around variables stay {{ and }}.',
};

/**
 * The variables of a text, in order: `{{name}}` shows a value, `{{#name}}...{{/name}}` keeps what stands between where there is one,
 * `{{^name}}...{{/name}}` where there is none (Mustache). Throws `TemplateFault`.
 */
export function tagsIn(text: string): readonly Tag[] {
  return tagsOf(parsed(text), false);
}

/** The text with its values, each as `escape` writes it. Throws `TemplateFault` for a variable that is not among `known`. */
export function filled(
  text: string,
  values: Values,
  known: readonly string[],
  escape: (value: string) => string,
): string {
  for (const tag of tagsIn(text)) refuseUnknown(tag, known);
  // Without a prototype, nothing but the values is found. A writer of its own keeps no text.
  const view = Object.assign(Object.create(null) as object, values);
  return new Mustache.Writer().render(text, view, undefined, { escape: (value: unknown) => escape(String(value)) });
}

/** Throws `TemplateFault` for a variable that is not among `known`. */
export function refuseUnknown({ name, position }: Tag, known: readonly string[]): void {
  if (known.includes(name)) return;
  const list = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
  throw new TemplateFault('VARIABLE_UNKNOWN', `The template has no variable ${name}; ${list}.`, position);
}

function parsed(text: string): readonly Token[] {
  try {
    return new Mustache.Writer().parse(text) as readonly Token[];
  } catch (error) {
    const [, sentence = '', at] = /^(.*?)(?: at (\d+))?$/s.exec((error as Error).message) ?? [];
    throw new TemplateFault('TEMPLATE_SYNTAX', `${sentence}.`, at === undefined ? null : Number(at) + 1);
  }
}

function tagsOf(tokens: readonly Token[], isConditional: boolean): readonly Tag[] {
  return tokens.flatMap(([type, name, start, , children = []]): readonly Tag[] => {
    const position = start + 1;
    const refusal = notAllowed[type];
    if (refusal !== undefined) throw new TemplateFault('TAG_NOT_ALLOWED', refusal, position);
    if (type === 'name') return [{ name, position, isSection: false, isConditional }];
    if (type !== '#' && type !== '^') return [];
    return [{ name, position, isSection: true, isConditional }, ...tagsOf(children, true)];
  });
}
