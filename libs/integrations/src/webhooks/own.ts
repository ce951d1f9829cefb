import type { Caller } from '@ecou/runtime';

/** The actor whose endpoints a caller sees and manages; `null`: those of everybody. */
export const ownOf = ({ roles, actor }: Caller): string | null => (roles.includes('administrator') ? null : actor);
