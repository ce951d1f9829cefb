export * from './contract.js';
export * from './message.js';
export * from './types.js';
