import { SecretTokens } from '@ecou/runtime';

/** Makes the links by which somebody follows a petition: its number, which reveals nothing, and a secret token. */
export class StatusLinks {
  private readonly tokens: SecretTokens;

  constructor(
    secret: string,
    private readonly publicUrl: string,
  ) {
    this.tokens = new SecretTokens(secret, 'feedback petition status v1');
  }

  token(number: string): string {
    return this.tokens.of(number);
  }

  /** True where the token opens the petition of this number; compares in constant time. */
  opens(token: string, number: string): boolean {
    return this.tokens.opens(token, number);
  }

  of(number: string): string {
    return `${this.publicUrl}/feedback/v1/status/${number}?token=${this.token(number)}`;
  }
}
