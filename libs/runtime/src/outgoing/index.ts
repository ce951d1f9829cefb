export { AddressRefused, checkAddress, guardedLookup, hostOf, mayReach, type AddressRules } from './guard.js';
export { networksIn, networksSetting, type Network } from './networks.js';
