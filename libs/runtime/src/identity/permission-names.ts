/**
 * The names of the permissions that each context has. Every context adds its own by
 * `declare module '@ecou/runtime' { interface ContextPermissions { events: 'events:read' | 'events:write' } }`.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- declarations in the contexts merge with it
export interface ContextPermissions {}
