/** A rule of the domain that says no. `code` is stable and part of the API. */
export class Rejected extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** The thing that the command is about does not exist (yet). */
export class Unknown extends Rejected {}

/** The caller may do such things, and not this one to this one. */
export class Forbidden extends Rejected {}

/** Input that only the domain can judge is wrong; `path` names the field, as in `['agenda', 0, 'startsAt']`. */
export class Invalid extends Rejected {
  constructor(
    code: string,
    message: string,
    readonly path: readonly (string | number)[],
  ) {
    super(code, message);
  }
}

/** Somebody else wrote to the stream first, or it is not at the version that the caller expected. */
export class VersionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: number,
    readonly actual: number,
  ) {
    super(`Stream ${stream} is at version ${actual}, not ${expected}.`);
    this.name = 'VersionConflict';
  }
}

/** Something that is needed is away, or has no room, for now: the same may succeed a little later. */
export class Unavailable extends Error {
  constructor(
    /** Stable, and part of the API. */
    readonly code: string,
    message: string,
    /** Seconds after which it is worth another try. */
    readonly retryAfter = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'Unavailable';
  }
}

/** An event in the store that this build does not know: its reader pauses, and never skips it. */
export class UnknownEvent extends Error {
  /** Stable, and part of the API. */
  static readonly code = 'EVENT_UNKNOWN';
  readonly code = UnknownEvent.code;

  constructor(
    readonly type: string,
    readonly schemaVersion: number,
  ) {
    super(`This build does not know the event type ${type} in version ${schemaVersion}.`);
    this.name = 'UnknownEvent';
  }
}

/** For the `default` of an exhaustive switch: a new member of the union breaks the build here. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
