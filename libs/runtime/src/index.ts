export * from './clock.js';
export * from './context/aggregates.js';
export * from './context/command.js';
export * from './context/define-context.js';
export * from './context/effect.js';
export * from './context/policy.js';
export * from './context/publish.js';
