export { AddressRefused, checkAddress, guardedLookup, type AddressRules } from './guard.js';
export { networksIn, networksSetting, type Network } from './networks.js';
export { OutgoingPosts, signedHeaders, type Posted } from './posts.js';
export { checkReachable, webhookRules, webhooksConfig } from './reach.js';
