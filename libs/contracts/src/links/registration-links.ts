/**
 * Purposes of the tokens in links of registrations and invitations (`SecretTokens`, over the id). Nobody sends or stores them: whoever has
 * the deployment's secret, and writes to the person, derives the address by `registrationPage`, `confirmationPage` or `invitationPage`.
 */
export const registrationTokens = {
  /** See and cancel a registration. */
  manage: 'events registration manage v1',
  /** Confirm a registration; only who receives the message has it. */
  confirm: 'events registration confirm v1',
  /** The code that is shown at the door. */
  code: 'events registration code v1',
  /** Accept or decline an invitation. */
  invitation: 'events invitation answer v1',
} as const;

/** Path of the page of a registration, with a token of `manage`. */
export const registrationPage = (registrationId: string, token: string): string =>
  `/events/v1/registrations/${registrationId}/${token}`;

/** Path of the page that confirms a registration, with a token of `confirm`. */
export const confirmationPage = (registrationId: string, token: string): string =>
  `/events/v1/registrations/${registrationId}/confirm/${token}`;

/** Path of the page that answers an invitation, with a token of `invitation`. */
export const invitationPage = (invitationId: string, token: string): string =>
  `/events/v1/invitations/${invitationId}/${token}`;

/**
 * The code that is shown at the door, with a token of `code`: the registration's id in base64url, signed. 44 letters, digits, `-` and `_`.
 */
export const registrationCode = (registrationId: string, token: string): string =>
  `${Buffer.from(registrationId.replaceAll('-', ''), 'hex').toString('base64url')}${token}`;
