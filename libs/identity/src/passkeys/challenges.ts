import { Callers, signInMs, unauthorised } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';

/** The part of the options for an authenticator that it signs. */
interface Options {
  readonly challenge: string;
}

/** Options for an authenticator, and the cookie that binds their challenge to the browser. */
export interface Challenged<O extends Options = Options> {
  readonly options: O;
  /** `Set-Cookie`. */
  readonly cookie: string;
}

const cookie = 'passkey';

/** Challenges for authenticators: each for one browser, for ten minutes, and once. */
@Injectable()
export class Challenges {
  constructor(private readonly callers: Callers) {}

  /** Keeps the challenge of options with what it is for. */
  async keep<O extends Options>(kind: string, options: O, purpose: object): Promise<Challenged<O>> {
    const token = await this.callers.begun.keep(kind, { challenge: options.challenge, ...purpose });
    return { options, cookie: this.callers.cookies.set(cookie, token, signInMs / 1000) };
  }

  /** Takes the challenge that this browser was given. Throws 401 where there is none, it is too old, or it was taken before. */
  async take<Purpose extends object>(kind: string, cookies: string | undefined): Promise<Options & Purpose> {
    const token = this.callers.cookies.read(cookies, cookie);
    const kept = await this.callers.begun.take<Options & Purpose>(kind, token);
    if (!kept)
      throw unauthorised('CHALLENGE_UNKNOWN', 'This browser began nothing of this, or too long ago: try again.');
    return kept;
  }

  /** `Set-Cookie` that takes the cookie away. */
  clear(): string {
    return this.callers.cookies.clear(cookie);
  }
}
