export { Authenticator, type Said } from './authenticator.js';
export { Browser } from './browser.js';
export { audience, clientId, clientSecret, newKey, TestProvider, type SigningKey } from './provider.js';
