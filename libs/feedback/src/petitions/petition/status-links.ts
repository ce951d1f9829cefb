import { petitionTokens, statusPage } from '@ecou/contracts';
import { SecretTokens } from '@ecou/runtime';

/** A petition as links name it: its number, which stands in them, and its id. */
export interface Linked {
  readonly number: string;
  readonly id: string;
  /** Where the petitioner is reached; none of a notice, and in links of older builds. */
  readonly contact?: string | null;
}

/** Makes the links by which somebody follows a petition: its number, which reveals nothing, and a secret token, which is bound to their address. */
export class StatusLinks {
  private readonly tokens: SecretTokens;
  /** Those of older builds. */
  private readonly unbound: SecretTokens;

  constructor(
    secret: string,
    private readonly publicUrl: string,
  ) {
    this.tokens = new SecretTokens(secret, petitionTokens.status);
    this.unbound = new SecretTokens(secret, 'feedback petition status v1');
  }

  /** True where the token opens this petition; compares in constant time. */
  opens(token: string, linked: Linked): boolean {
    return this.tokens.opens(token, ...namesOf(linked));
  }

  /** True where it is the token that older builds made for the number. */
  isUnbound(token: string, number: string): boolean {
    return this.unbound.opens(token, number);
  }

  of(linked: Linked): string {
    return `${this.publicUrl}${statusPage(linked.number, this.tokens.of(...namesOf(linked)))}`;
  }
}

const namesOf = ({ number, id, contact = null }: Linked): readonly [string, ...string[]] =>
  contact === null ? [number, id] : [number, id, contact];
