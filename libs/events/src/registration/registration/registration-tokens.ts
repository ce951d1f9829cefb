import { registrationCode, registrationTokens } from '@ecou/contracts';
import { SecretTokens } from '@ecou/runtime';

const idBytes = 16;
const uuidOf = (hex: string) => hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** The secrets in links and codes of registrations and invitations; none of them is stored. */
export class RegistrationTokens {
  readonly manage: SecretTokens;
  readonly confirm: SecretTokens;
  readonly invitation: SecretTokens;
  private readonly codes: SecretTokens;

  constructor(secret: string) {
    this.manage = new SecretTokens(secret, registrationTokens.manage);
    this.confirm = new SecretTokens(secret, registrationTokens.confirm);
    this.invitation = new SecretTokens(secret, registrationTokens.invitation);
    this.codes = new SecretTokens(secret, registrationTokens.code);
  }

  /** The code that is shown at the door. */
  codeOf(registrationId: string): string {
    return registrationCode(registrationId, this.codes.of(registrationId));
  }

  /** The registration of a code; `undefined` for anything that was not made here. */
  readCode(code: string): string | undefined {
    const id = Buffer.from(code.slice(0, idLength), 'base64url');
    if (id.length !== idBytes || id.toString('base64url') !== code.slice(0, idLength)) return undefined;
    const registrationId = uuidOf(id.toString('hex'));
    return this.codes.opens(code.slice(idLength), registrationId) ? registrationId : undefined;
  }
}

const idLength = 22;
