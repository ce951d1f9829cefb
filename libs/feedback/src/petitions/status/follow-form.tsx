import type { Language } from '@ecou/contracts';
import { Action, type Refused } from './forms.js';
import { words } from './words.js';

/** The last part of the address of the form. */
export const followPath = 'follow';

interface FollowFormOptions {
  readonly number: string;
  readonly lang: Language;
  readonly token: string;
  readonly refused: Refused | undefined;
}

/** Asks where whoever has the token wants to be told of the petition. */
export function FollowForm({ number, lang, token, refused }: FollowFormOptions) {
  const say = words[lang];
  const mine = refused?.path === followPath ? refused : undefined;
  const action = `/feedback/v1/status/${encodeURIComponent(number)}/${followPath}`;
  return (
    <Action
      title={say.follow}
      label={say.followDo}
      action={action}
      token={token}
      lang={lang}
      because={mine?.because ?? []}
    >
      <p>{say.followLead}</p>
      <label>
        {say.email}
        <input
          type="email"
          name="email"
          required
          maxLength={254}
          autoComplete="email"
          value={mine?.typed['email'] ?? ''}
        />
      </label>
      <label>
        <input type="checkbox" name="agree" required /> {say.followConsent}
      </label>
    </Action>
  );
}
