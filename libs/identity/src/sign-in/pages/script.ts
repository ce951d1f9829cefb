/**
 * The script of the pages for passkeys, served as a file of its own: browsers give passkeys to scripts only. It finds the form with
 * `data-passkeys` (`register` or `sign-in`), asks the addresses in its attributes, and shows the text whose `data-code` is that of a refusal.
 */
export const script = String.raw`'use strict';
(() => {
  const form = document.querySelector('form[data-passkeys]');
  if (!form) return;
  const { passkeys: does, options: optionsPath, finish: finishPath, to } = form.dataset;
  const button = form.querySelector('button');
  const status = document.getElementById('passkey-status');

  const bytesOf = (text) =>
    Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0));
  const textOf = (buffer) =>
    btoa(Array.from(new Uint8Array(buffer), (one) => String.fromCharCode(one)).join(''))
      .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  const fault = (code) => Object.assign(new Error(code), { code });

  function show(code) {
    for (const each of document.querySelectorAll('[data-code]')) each.hidden = each.dataset.code !== code;
  }
  function tell(error) {
    const known = { NotAllowedError: 'cancelled', AbortError: 'cancelled', InvalidStateError: 'known' };
    const code = error.code && typeof error.code === 'string' ? error.code : known[error.name] ?? 'other';
    show(document.querySelector('[data-code="' + CSS.escape(code) + '"]') ? code : 'other');
  }
  async function ask(path, body) {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    if (!response.ok) throw fault(answer.code);
    return answer;
  }

  // The fragment of an invitation: person and token.
  function link() {
    if (form.dataset.link === undefined) return {};
    const [person, token] = location.hash.slice(1).split('.');
    if (!/^[0-9a-f-]{36}$/.test(person) || !token) throw fault('INVITATION_UNKNOWN');
    return { person, token };
  }
  async function register() {
    const name = form.elements.namedItem('name').value.trim();
    if (name === '' || name.length > 80) throw fault('NAME');
    const invited = link();
    const { options } = await ask(optionsPath, invited);
    const made = await navigator.credentials.create({
      publicKey: {
        ...options,
        challenge: bytesOf(options.challenge),
        user: { ...options.user, id: bytesOf(options.user.id) },
        excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytesOf(one.id) })),
      },
    });
    const { clientDataJSON, attestationObject } = made.response;
    const response = { clientDataJSON: textOf(clientDataJSON), attestationObject: textOf(attestationObject) };
    await ask(finishPath, { ...invited, name, credential: { id: made.id, response } });
  }
  async function signIn() {
    const { options } = await ask(optionsPath, {});
    const used = await navigator.credentials.get({
      publicKey: { ...options, challenge: bytesOf(options.challenge), allowCredentials: [] },
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = used.response;
    const response = {
      clientDataJSON: textOf(clientDataJSON),
      authenticatorData: textOf(authenticatorData),
      signature: textOf(signature),
      ...(userHandle && { userHandle: textOf(userHandle) }),
    };
    await ask(finishPath, { credential: { id: used.id, response } });
  }
  function done() {
    if (to !== undefined) {
      location.assign(to);
      return;
    }
    // What the link opened is used up.
    history.replaceState(null, '', location.pathname + location.search);
    form.hidden = true;
    const text = document.getElementById('passkey-done');
    text.hidden = false;
    text.focus();
  }
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    show(undefined);
    button.disabled = true;
    status.hidden = false;
    try {
      if (!window.PublicKeyCredential) throw fault('unsupported');
      await (does === 'register' ? register() : signIn());
      done();
    } catch (error) {
      tell(error);
    } finally {
      button.disabled = false;
      status.hidden = true;
    }
  });
})();
`;
