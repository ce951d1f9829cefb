import { Invalid } from '@ecou/event-sourcing';
import { instant } from '@ecou/contracts';
import type { Attribute } from './offered-service.events.js';
import type { Details } from './service-request.events.js';

type Given = Details['attributes'];

const field = /^attribute\[([^\]]*)\](?:\[\])?$/;

/** The attributes in a form: `attribute[CODE]`, or `attribute[CODE][]` once per value. Empty ones say nothing. */
export function attributesIn(form: Readonly<Record<string, unknown>>): Given {
  const given = new Map<string, string[]>();
  for (const [name, value] of Object.entries(form)) {
    const code = field.exec(name)?.[1];
    if (code === undefined) continue;
    const values = [value].flat().filter((one): one is string => typeof one === 'string' && one.trim() !== '');
    if (values.length > 0) given.set(code, [...(given.get(code) ?? []), ...values.map((one) => one.trim())]);
  }
  return [...given].map(([code, values]) => ({ code, values }));
}

const refuse = (code: string, attribute: string, message: string): never => {
  throw new Invalid(code, message, [`attribute[${attribute}]`]);
};

/** Throws `Invalid` at the attribute that the service does not ask for, that lacks, or that has a value of another kind. */
export function checkAttributes(given: Given, asked: readonly Attribute[]): void {
  for (const { code, values } of given) {
    const attribute = asked.find((one) => one.code === code);
    if (!attribute) refuse('ATTRIBUTE_UNKNOWN', code, 'The service does not ask for this.');
    else checkValues(attribute, values);
  }
  const missing = asked.find(({ code, required }) => required && !given.some((one) => one.code === code));
  if (missing) refuse('ATTRIBUTE_MISSING', missing.code, 'The service needs this.');
}

const most = { string: 500, text: 4000 } as const;

function checkValues(attribute: Attribute, values: readonly string[]): void {
  const { code, datatype } = attribute;
  if (values.length > 1 && datatype !== 'multivaluelist') refuse('ATTRIBUTE_REPEATED', code, 'It has one value.');
  for (const value of values) {
    const fault = faultOf(attribute, value);
    if (fault !== undefined) refuse('ATTRIBUTE_INVALID', code, fault);
  }
}

function faultOf({ datatype, values }: Attribute, value: string): string | undefined {
  switch (datatype) {
    case 'string':
      if (/[\r\n]/.test(value)) return 'Has line breaks.';
      return value.length > most.string ? `Has more than ${most.string} characters.` : undefined;
    case 'text':
      return value.length > most.text ? `Has more than ${most.text} characters.` : undefined;
    case 'number':
      return /^[+-]?\d{1,15}(\.\d{1,15})?$/.test(value) ? undefined : 'Is no number.';
    case 'datetime':
      return instant.safeParse(value).success ? undefined : 'Is no time with an offset, such as 2010-01-01T00:00:00Z.';
    case 'singlevaluelist':
    case 'multivaluelist':
      return values.some(({ key }) => key === value) ? undefined : 'Is not one of the values to choose from.';
  }
}
