export const invitationPath = '/identity/v1/invitation';
export const passkeysPath = '/identity/v1/passkeys';
export const scriptPath = '/identity/v1/passkeys.js';
