import type { Language } from '@ecou/contracts';
import type { ComponentChildren, JSX } from 'preact';
import type { Offered } from '../petition/verbs/petition.verbs.js';
import type { StatusAnswer } from './status.schemas.js';
import { words } from './words.js';

/** A form that was refused: it is shown again with what was typed. */
export interface Refused {
  /** The last part of its address. */
  readonly path: string;
  readonly typed: Readonly<Record<string, string>>;
  /** Why, in sentences. */
  readonly because: readonly string[];
}

interface FormsOptions {
  readonly status: StatusAnswer;
  readonly lang: Language;
  readonly token: string;
  readonly ids: { readonly message: string; readonly callback: string };
  readonly refused?: Refused | undefined;
}

type FormOptions = FormsOptions & { readonly to: Target; readonly typed: Readonly<Record<string, string>> };

const paths: Record<Offered, string> = {
  message: 'messages',
  callback: 'callback',
  satisfaction: 'satisfaction',
  reopen: 'reopen',
  withdraw: 'withdraw',
};

/** A form for each verb that the petitioner may be offered. */
const forms: Record<Offered, (options: FormOptions) => JSX.Element> = {
  message: ({ lang, ids, to, typed }) => (
    <Action title={words[lang].write} label={words[lang].send} withFiles {...to}>
      <Hidden name="id" value={typed['id'] ?? ids.message} />
      <Text typed={typed} name="text" label={words[lang].message} max={10_000} required />
      <label>
        {words[lang].files}
        <input type="file" name="files" multiple accept=".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.odt,.txt" />
      </label>
    </Action>
  ),
  callback: ({ lang, ids, to, typed }) => (
    <Action title={words[lang].callback} label={words[lang].askCallback} {...to}>
      <Hidden name="id" value={typed['id'] ?? ids.callback} />
      <label>
        {words[lang].phoneNumber}
        <input type="tel" name="phone" required maxLength={50} value={typed['phone'] ?? ''} />
      </label>
      <Text typed={typed} name="note" label={words[lang].note} max={5000} />
    </Action>
  ),
  satisfaction: ({ lang, status, to, typed }) => (
    <Action title={words[lang].satisfaction} label={words[lang].sendGrade} {...to}>
      <Round of={status} />
      <label>
        {words[lang].grade}
        <input type="number" name="grade" min={1} max={5} required value={typed['grade'] ?? ''} />
      </label>
      <Text typed={typed} name="comment" label={words[lang].comment} max={5000} />
      {status.may.includes('reopen') && <Text typed={typed} name="reopen" label={words[lang].reopenToo} max={5000} />}
    </Action>
  ),
  reopen: ({ lang, status, to, typed }) => (
    <Action title={words[lang].reopen} label={words[lang].askReopen} {...to}>
      <Round of={status} />
      <Text typed={typed} name="reason" label={words[lang].reason} max={5000} required />
    </Action>
  ),
  withdraw: ({ lang, to, typed }) => (
    <Action title={words[lang].withdraw} label={words[lang].withdrawDo} {...to}>
      <p>{words[lang].withdrawLead}</p>
      <Text typed={typed} name="note" label={words[lang].comment} max={5000} />
    </Action>
  ),
};

/** The forms of what the petitioner may do now. What was typed into one that they may not send any more is shown as text. */
export function Forms(options: FormsOptions) {
  const { status, lang, token, refused } = options;
  const offered = status.may.map((name) => {
    const mine = refused?.path === paths[name] ? refused : undefined;
    const action = `/feedback/v1/status/${encodeURIComponent(status.number)}/${paths[name]}`;
    const to = { action, token, lang, because: mine?.because ?? [] };
    return forms[name]({ ...options, to, typed: mine?.typed ?? {} });
  });
  const isLost = refused !== undefined && !status.may.some((name) => paths[name] === refused.path);
  return (
    <>
      {isLost && <Lost refused={refused} lang={lang} />}
      {offered}
    </>
  );
}

/** Fields that people write texts into. */
const written = ['text', 'phone', 'note', 'comment', 'reopen', 'reason'] as const;

function Lost({ refused: { typed, because }, lang }: { readonly refused: Refused; readonly lang: Language }) {
  const texts = written.map((name) => typed[name]?.trim() ?? '').filter((text) => text !== '');
  return (
    <div class="mark" role="alert">
      <Because lines={because} />
      {texts.length > 0 && <strong>{words[lang].wrote}</strong>}
      <Because lines={texts} />
    </div>
  );
}

const Because = ({ lines }: { readonly lines: readonly string[] }) => (
  <>
    {lines.map((line) => (
      <p key={line}>{line}</p>
    ))}
  </>
);

interface Target {
  readonly action: string;
  readonly token: string;
  readonly lang: Language;
  /** The reason for which it was refused. */
  readonly because: readonly string[];
}

interface ActionOptions extends Target {
  readonly title: string;
  readonly label: string;
  readonly withFiles?: boolean;
  readonly children: ComponentChildren;
}

/** The token goes in the form, so that no address of a POST has it. */
export const Action = ({ title, label, action, token, lang, because, withFiles, children }: ActionOptions) => (
  <details open={because.length > 0}>
    <summary>{title}</summary>
    {because.length > 0 && (
      <div class="mark" role="alert">
        <Because lines={because} />
      </div>
    )}
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
  readonly typed: Readonly<Record<string, string>>;
  readonly name: string;
  readonly label: string;
  readonly max: number;
  readonly required?: boolean;
}

const Text = ({ typed, name, label, max, required = false }: TextOptions) => (
  <label>
    {label}
    <textarea name={name} rows={4} maxLength={max} required={required}>
      {typed[name] ?? ''}
    </textarea>
  </label>
);
