import type { Language } from '@ecou/contracts';
import type { ComponentChildren, JSX } from 'preact';
import type { Offered } from '../petition/verbs/petition.verbs.js';
import type { StatusAnswer } from './status.schemas.js';
import { words } from './words.js';

interface FormsOptions {
  readonly status: StatusAnswer;
  readonly lang: Language;
  readonly token: string;
  readonly ids: { readonly message: string; readonly callback: string };
}

type FormOptions = FormsOptions & { readonly to: (path: string) => Target };

/** A form for each verb that the petitioner may be offered. */
const forms: Record<Offered, (options: FormOptions) => JSX.Element> = {
  message: ({ lang, ids, to }) => (
    <Action title={words[lang].write} label={words[lang].send} withFiles {...to('messages')}>
      <Hidden name="id" value={ids.message} />
      <Text name="text" label={words[lang].message} max={10_000} required />
      <label>
        {words[lang].files}
        <input type="file" name="files" multiple accept=".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.odt,.txt" />
      </label>
    </Action>
  ),
  callback: ({ lang, ids, to }) => (
    <Action title={words[lang].callback} label={words[lang].askCallback} {...to('callback')}>
      <Hidden name="id" value={ids.callback} />
      <label>
        {words[lang].phoneNumber}
        <input type="tel" name="phone" required maxLength={50} />
      </label>
      <Text name="note" label={words[lang].note} max={5000} />
    </Action>
  ),
  satisfaction: ({ lang, status, to }) => (
    <Action title={words[lang].satisfaction} label={words[lang].sendGrade} {...to('satisfaction')}>
      <Round of={status} />
      <label>
        {words[lang].grade}
        <input type="number" name="grade" min={1} max={5} required />
      </label>
      <Text name="comment" label={words[lang].comment} max={5000} />
      <Text name="reopen" label={words[lang].reopenToo} max={5000} />
    </Action>
  ),
  reopen: ({ lang, status, to }) => (
    <Action title={words[lang].reopen} label={words[lang].askReopen} {...to('reopen')}>
      <Round of={status} />
      <Text name="reason" label={words[lang].reason} max={5000} required />
    </Action>
  ),
  withdraw: ({ lang, to }) => (
    <Action title={words[lang].withdraw} label={words[lang].withdrawDo} {...to('withdraw')}>
      <p>{words[lang].withdrawLead}</p>
      <Text name="note" label={words[lang].comment} max={5000} />
    </Action>
  ),
};

/** The forms of what the petitioner may do now. */
export function Forms(options: FormsOptions) {
  const { status, lang, token } = options;
  const to = (path: string) => ({ action: `/feedback/v1/status/${status.number}/${path}`, token, lang });
  return <>{status.may.map((offered) => forms[offered]({ ...options, to }))}</>;
}

interface Target {
  readonly action: string;
  readonly token: string;
  readonly lang: Language;
}

interface ActionOptions extends Target {
  readonly title: string;
  readonly label: string;
  readonly withFiles?: boolean;
  readonly children: ComponentChildren;
}

/** The token goes in the form, so that no address of a POST has it. */
const Action = ({ title, label, action, token, lang, withFiles, children }: ActionOptions) => (
  <details>
    <summary>{title}</summary>
    <form
      method="post"
      action={action}
      encType={withFiles ? 'multipart/form-data' : 'application/x-www-form-urlencoded'}
    >
      <Hidden name="token" value={token} />
      <Hidden name="lang" value={lang} />
      {children}
      <button type="submit">{label}</button>
    </form>
  </details>
);

/** So that what is said of this answer is not taken for a word about the next one. */
const Round = ({ of: { round } }: { readonly of: StatusAnswer }) => <Hidden name="round" value={String(round)} />;

const Hidden = ({ name, value }: { readonly name: string; readonly value: string }) => (
  <input type="hidden" name={name} value={value} />
);

interface TextOptions {
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly required?: boolean;
}

const Text = ({ name, label, max, required = false }: TextOptions) => (
  <label>
    {label}
    <textarea name={name} rows={4} maxLength={max} required={required} />
  </label>
);
