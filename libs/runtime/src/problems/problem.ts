import { HttpException } from '@nestjs/common';
import {
  Forbidden,
  ClaimTaken,
  Invalid,
  isOutage,
  Rejected,
  Unavailable,
  Unknown,
  UnknownEvent,
  VersionConflict,
  viewBuilding,
} from '@ecou/event-sourcing';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';

/** The fault of one field of the input. */
export interface FieldError {
  /** Names and indexes from the top of the body (or the name of a parameter), joined by dots: `agenda.0.startsAt`. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
}

interface ProblemOptions {
  readonly errors?: readonly FieldError[];
  readonly headers?: Readonly<Record<string, string>>;
  /** The actor whose sign-in was refused, for the audit; told nobody. */
  readonly signIn?: string;
  /** Further members of the document. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** An answer that is not a success, as RFC 9457 has it. `code` is stable and part of the API. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly options: ProblemOptions = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** The document (`application/problem+json`). */
  body(): object {
    const { errors, more } = this.options;
    return {
      type: `urn:ecou:problem:${this.code.toLowerCase().replaceAll('_', '-')}`,
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      code: this.code,
      detail: this.detail,
      ...(errors ? { errors } : {}),
      ...more,
    };
  }
}

const unavailable = ({ code, message, retryAfter }: Unavailable): Problem =>
  new Problem(503, code, message, { headers: { 'Retry-After': String(retryAfter) } });

export const joinPath = (path: readonly PropertyKey[]): string => path.map(String).join('.');

/** Codes of answers that neither the domain nor this library words: Fastify's and Nest's own. */
const byStatus: Record<number, readonly [code: string, detail: string]> = {
  400: ['BAD_REQUEST', 'The request cannot be understood.'],
  404: ['NOT_FOUND', 'There is nothing at this address.'],
  405: ['METHOD_NOT_ALLOWED', 'This address does not know the method.'],
  406: ['NOT_ACCEPTABLE', 'None of the accepted media types is available.'],
  413: ['BODY_TOO_LARGE', 'The body is larger than this address takes.'],
  414: ['URI_TOO_LONG', 'The address is too long.'],
  415: ['MEDIA_TYPE_UNSUPPORTED', 'This address takes no body of that media type.'],
};

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus();
  const status = (error as { statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' ? status : undefined;
};

function refusalOf(error: Rejected): number {
  if (error instanceof Unknown) return 404;
  return error instanceof Forbidden ? 403 : 409;
}

function rejected(error: Rejected): Problem {
  if (error instanceof Invalid) {
    const errors = [{ path: joinPath(error.path), code: error.code, message: error.message }];
    return new Problem(400, error.code, error.message, { errors });
  }
  if (error instanceof ClaimTaken) return new Problem(409, error.code, error.message);
  return new Problem(refusalOf(error), error.code, error.message);
}

function conflicting(ifMatch: boolean): Problem {
  return ifMatch
    ? new Problem(412, 'PRECONDITION_FAILED', 'It has changed since the version that If-Match names.')
    : new Problem(409, 'VERSION_CONFLICT', 'Somebody else changed it at the same moment. Read it again, then retry.');
}

/** The problem for what Fastify or Nest refused by themselves. */
function refused(status: number): Problem {
  const [code, detail] = byStatus[status] ?? ['REQUEST_REFUSED', STATUS_CODES[status] ?? 'Refused.'];
  return new Problem(status, code, detail);
}

/** True where the database is away; TypeORM wraps the error that says so. */
const isAway = (error: unknown): boolean =>
  isOutage(error) || isOutage((error as { driverError?: unknown } | null)?.driverError);

/** The error of the database; TypeORM wraps it. */
const driverErrorOf = (error: unknown): { readonly code?: unknown; readonly message?: unknown } =>
  (error as { driverError?: object } | null)?.driverError ?? (error as object | null) ?? {};

/** True where a version of a view was read that is not live: its name is not there (`undefined_table`). */
function isUnbuilt(error: unknown): boolean {
  const { code, message } = driverErrorOf(error);
  return code === '42P01' && /"(?:\w+\.)?\w+_v\d+"/.test(String(message));
}

/** SQLSTATEs of values that no column of the type can hold: numbers and times out of range, characters, forms. */
const unfit = new Set(['22003', '22007', '22008', '22009', '22021', '22P02']);

/** The error of a read as it is answered: a value that the database refuses can only have come with the request. */
export function readFault(error: unknown): unknown {
  const { code } = driverErrorOf(error);
  return typeof code === 'string' && unfit.has(code)
    ? new Problem(400, 'INVALID_INPUT', 'The input is not valid.')
    : error;
}

const buildTooOld = new Unavailable(
  UnknownEvent.code,
  'A newer release has written something that this one does not know. It is being replaced.',
  5,
);

const databaseAway = new Unavailable('DATABASE_UNAVAILABLE', 'The database cannot be reached at the moment.');

/** The refusal for now, where the error says that something is away. */
function awayOf(error: unknown): Unavailable | undefined {
  if (error instanceof Unavailable) return error;
  if (error instanceof UnknownEvent) return buildTooOld;
  if (isAway(error)) return databaseAway;
  return isUnbuilt(error) ? viewBuilding() : undefined;
}

/** Any error as the answer that it deserves. What nobody foresaw becomes a 500 that tells nothing. */
export function problemOf(error: unknown, ifMatch = false): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Rejected) return rejected(error);
  if (error instanceof VersionConflict) return conflicting(ifMatch);
  const status = statusOf(error) ?? 500;
  if (status >= 400 && status < 500) return refused(status);
  const away = awayOf(error);
  if (away) return unavailable(away);
  return new Problem(500, 'INTERNAL_ERROR', 'Something went wrong on our side. It is on record.');
}

/** Answers with a problem document. */
export function sendProblem(reply: FastifyReply, problem: Problem): void {
  void reply
    .status(problem.status)
    .headers(problem.options.headers ?? {})
    .type('application/problem+json')
    .send(JSON.stringify(problem.body()));
}
