/** What was asked for cannot be generated; the message says why, and what would do. */
export class Refused extends Error {}
