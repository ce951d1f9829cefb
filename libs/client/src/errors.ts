/** An answer of Ecou that is no success, and that trying again would not change: what was asked for is wrong, or the key may not. */
export class EcouError extends Error {
  override readonly name: string = 'EcouError';

  constructor(
    /** HTTP status. */
    readonly status: number,
    /** Stable, such as `POSITION_BEYOND_HEAD`; empty where the answer had none. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Messages were asked for that the operator's rule has removed from the log (410). What is left begins later: `after` left out begins there. */
export class LogTrimmed extends EcouError {
  override readonly name = 'LogTrimmed';
}

/** Messages of a key were not among those that came: their sequences are missing. */
export class MissedMessages extends Error {
  override readonly name = 'MissedMessages';

  constructor(
    /** The context whose messages they are, such as `/ecou/facilities`. */
    readonly source: string,
    /** The `partitionkey`. */
    readonly key: string,
    /** The first sequence that is missing. */
    readonly from: number,
    /** The last sequence that is missing. */
    readonly to: number,
    /** The position of the message that came behind them. */
    readonly position: number,
  ) {
    super(`Messages ${from} to ${to} of ${source} about ${key} are missing before position ${position}.`);
  }
}

/** A request to a webhook is not Ecou's, is too old, or carries no message. */
export class WebhookRefused extends Error {
  override readonly name = 'WebhookRefused';
}
