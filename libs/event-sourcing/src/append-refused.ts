import { assertNever, Rejected, VersionConflict } from './errors.js';
import type { AppendResult, Unit } from './unit.js';

/** A claim that the unit needed is held by another stream. */
export class ClaimTaken extends Rejected {
  constructor(
    readonly scope: string,
    readonly holder: string,
  ) {
    super('CLAIM_TAKEN', `Taken already: ${scope}.`);
  }
}

/** The append was refused by a side row of the caller: the request or the message is known already. */
export class AlreadyHandled extends Error {
  constructor(readonly by: 'idempotency' | 'inbox') {
    super(`Handled already, by the ${by} row.`);
    this.name = 'AlreadyHandled';
  }
}

/** The error that a refused append comes to. */
export function refused(
  { refusedBy, claim, versions }: Extract<AppendResult, { status: 'conflict' }>,
  unit: Unit,
): ClaimTaken | AlreadyHandled | VersionConflict {
  switch (refusedBy) {
    case 'claim':
      return new ClaimTaken(claim?.scope ?? '', claim?.stream ?? '');
    case 'idempotency':
    case 'inbox':
      return new AlreadyHandled(refusedBy);
    case 'version':
      return overtaken(unit, versions);
    default:
      return assertNever(refusedBy);
  }
}

/** Names the first stream of the unit that does not stand where it was expected, or not by the event that was. */
function overtaken({ writes, checks = [] }: Unit, versions: Readonly<Record<string, number>>): VersionConflict {
  const expectations = [...writes, ...checks];
  const { stream = '', expected = NaN } =
    expectations.find((each) => each.expected !== versions[each.stream]) ??
    expectations.find(({ after }) => after !== undefined) ??
    {};
  return new VersionConflict(stream, Number(expected), versions[stream] ?? 0);
}
