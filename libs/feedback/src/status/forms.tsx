import type { Language } from '@ecou/contracts';
import type { ComponentChildren } from 'preact';
import type { Deed, StatusAnswer } from './status.schemas.js';
import { words } from './words.js';

interface FormsOptions {
  readonly status: StatusAnswer;
  readonly lang: Language;
  readonly token: string;
  readonly ids: { readonly message: string; readonly callback: string };
}

/** What the petitioner may do now, as forms. */
export function Forms({ status, lang, token, ids }: FormsOptions) {
  const say = words[lang];
  const may = (deed: Deed): boolean => status.may.includes(deed);
  const to = (verb: string) => ({ action: `/feedback/v1/status/${status.number}/${verb}`, token, lang });
  return (
    <>
      {may('message') && (
        <Doing title={say.write} label={say.send} withFiles {...to('messages')}>
          <Hidden name="id" value={ids.message} />
          <Text name="text" label={say.message} max={10_000} required />
          <label>
            {say.files}
            <input type="file" name="files" multiple accept=".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.odt,.txt" />
          </label>
        </Doing>
      )}
      {may('callback') && (
        <Doing title={say.callback} label={say.askCallback} {...to('callback')}>
          <Hidden name="id" value={ids.callback} />
          <label>
            {say.phoneNumber}
            <input type="tel" name="phone" required maxLength={50} />
          </label>
          <Text name="note" label={say.note} max={5000} />
        </Doing>
      )}
      {may('satisfaction') && (
        <Doing title={say.satisfaction} label={say.sendGrade} {...to('satisfaction')}>
          <Round of={status} />
          <label>
            {say.grade}
            <input type="number" name="grade" min={1} max={5} required />
          </label>
          <Text name="comment" label={say.comment} max={5000} />
          <Text name="reopen" label={say.reopenToo} max={5000} />
        </Doing>
      )}
      {may('reopen') && (
        <Doing title={say.reopen} label={say.askReopen} {...to('reopen')}>
          <Round of={status} />
          <Text name="reason" label={say.reason} max={5000} required />
        </Doing>
      )}
      {may('withdraw') && (
        <Doing title={say.withdraw} label={say.withdrawDo} {...to('withdraw')}>
          <p>{say.withdrawLead}</p>
          <Text name="note" label={say.comment} max={5000} />
        </Doing>
      )}
    </>
  );
}

interface DoingOptions {
  readonly title: string;
  readonly label: string;
  readonly action: string;
  readonly token: string;
  readonly lang: Language;
  readonly withFiles?: boolean;
  readonly children: ComponentChildren;
}

/** The token goes in the form, so that no address of a POST has it. */
const Doing = ({ title, label, action, token, lang, withFiles, children }: DoingOptions) => (
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
