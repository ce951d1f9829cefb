export { Engine, type EngineDefinition, type EngineNumbers } from './engine.js';
export { messagingMigrations } from './migrations.js';
export { type HeldState, type Held } from './consumer/held-messages.js';
export { effect, type Effect } from './effects/effect.js';
export * from './outbox/publish.js';
export * from './policies/policy.js';
export { inParallel } from './resilience/loop.js';
