/** A request that cannot be generated; the message says why, and what would do. */
export class Refused extends Error {}
