import type { Language } from '@ecou/contracts';
import { Field } from '@ecou/runtime';
import type { ComponentChildren } from 'preact';
import { words } from './passkey-words.js';

/** A form that the script sends, and the addresses that it asks. */
export interface PasskeyFormProps {
  readonly lang: Language;
  readonly does: 'register' | 'sign-in';
  /** The address of the options for an authenticator. */
  readonly options: string;
  /** The address that takes what the authenticator said. */
  readonly finish: string;
  /** The path to go to then; without it, `Done` is shown. */
  readonly to?: string;
  /** True where the fragment of the address says who registers. */
  readonly byLink?: boolean;
  readonly children: ComponentChildren;
}

/** The texts for what can go wrong, of which the script shows one. */
function FaultTexts({ lang }: { readonly lang: Language }) {
  return (
    <div role="alert">
      {Object.entries(words[lang].faults).map(([code, text]) => (
        <p key={code} class="fault" data-code={code} hidden>
          {text}
        </p>
      ))}
    </div>
  );
}

/** A form that the script sends: without it nothing happens, and the page says why. */
export function PasskeyForm({ lang, does, options, finish, to, byLink = false, children }: PasskeyFormProps) {
  const say = words[lang];
  return (
    <>
      <noscript>
        <p class="fault">{say.noScript}</p>
      </noscript>
      <FaultTexts lang={lang} />
      <form
        method="post"
        data-passkeys={does}
        data-options={options}
        data-finish={finish}
        {...(to !== undefined && { 'data-to': to })}
        {...(byLink && { 'data-link': '' })}
      >
        {children}
      </form>
      <p id="passkey-status" role="status" hidden>
        {say.working}
      </p>
    </>
  );
}

/** The field for the name of a passkey. */
export function PasskeyName({ lang }: { readonly lang: Language }) {
  const { name, nameHint } = words[lang];
  return (
    <Field name="name" label={name} hint={nameHint}>
      {(attributes) => <input {...attributes} required maxLength={80} autocomplete="off" />}
    </Field>
  );
}
