export * from './cloud-events.js';
export * from './contract.js';
export * from './events.js';
export * from './facilities.js';
export * from './message.js';
export * from './types.js';
export * from './notifications.js';
