import type { Language } from '@ecou/contracts';
import type { ComponentChildren, JSX } from 'preact';
import type { z } from 'zod';

/** Faults in the fields of a form, by their names, in the language of its page. */
export type FieldFaults<Name extends string = string> = Readonly<Partial<Record<Name, string>>>;

/** The faults that a schema finds, each by the rule of its field; the first one of a field counts. */
export function faultsOf<Name extends string>(
  { issues }: z.ZodError,
  rules: Readonly<Record<Name, string>>,
): FieldFaults<Name> {
  const isField = (name: unknown): name is Name => typeof name === 'string' && name in rules;
  const names = issues.map(({ path: [name] }) => name).filter(isField);
  return Object.fromEntries(names.map((name) => [name, rules[name]])) as FieldFaults<Name>;
}

const idOf = (name: string): string => `field-${name}`;

const titles: Readonly<Record<Language, string>> = {
  ro: 'Formularul nu a fost trimis. Corectați:',
  en: 'The form was not sent. Please correct:',
};

interface FaultsProps {
  readonly lang: Language;
  readonly faults: FieldFaults;
}

/** Says before a form what is wrong with it, each with the way to its field; nothing where nothing is. */
export function Faults({ lang, faults }: FaultsProps) {
  const all = Object.entries(faults);
  if (all.length === 0) return null;
  return (
    <div class="mark" role="alert">
      <strong>{titles[lang]}</strong>
      <ul>
        {all.map(([name, text]) => (
          <li key={name}>
            <a href={`#${idOf(name)}`}>{text}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The attributes of an input that tie it to its label, its hint and its fault. */
export interface InputAttributes {
  readonly id: string;
  readonly name: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: 'true';
}

interface FieldProps {
  readonly name: string;
  readonly label: ComponentChildren;
  readonly hint?: string;
  readonly faults?: FieldFaults;
  readonly children: (attributes: InputAttributes) => JSX.Element;
}

/** A field of a form with its label, and what is wrong with it. */
export function Field({ name, label, hint, faults = {}, children }: FieldProps) {
  const [id, fault] = [idOf(name), faults[name]];
  const described = [hint === undefined ? [] : [`${id}-hint`], fault === undefined ? [] : [`${id}-fault`]].flat();
  const attributes: InputAttributes = {
    id,
    name,
    ...(described.length === 0 ? {} : { 'aria-describedby': described.join(' ') }),
    ...(fault === undefined ? {} : { 'aria-invalid': 'true' }),
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="more" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      {children(attributes)}
    </div>
  );
}

/** A box that is ticked before its label. */
export function Tick({ name, label, faults = {} }: Omit<FieldProps, 'children' | 'hint'>) {
  const [id, fault] = [idOf(name), faults[name]];
  return (
    <div class="field">
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          {fault}
        </p>
      )}
      <label>
        <input
          type="checkbox"
          id={id}
          name={name}
          value="on"
          required
          {...(fault === undefined ? {} : { 'aria-invalid': 'true', 'aria-describedby': `${id}-fault` })}
        />{' '}
        {label}
      </label>
    </div>
  );
}

export const Hidden = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <input type="hidden" name={name} value={value} />
);
