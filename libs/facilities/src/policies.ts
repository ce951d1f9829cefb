import type { Policy } from '@ecou/messaging';

/** Facilities react to nothing: everything that happens to them is somebody's command. */
export const policies: readonly Policy[] = [];
