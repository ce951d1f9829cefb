import {
  isSpanContextValid,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { randomFillSync } from 'node:crypto';

const tracer = () => trace.getTracer('ecou');

const form = /^[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** W3C Trace Context in the header; `undefined` where there is none, or it is malformed. */
export function parseTraceparent(header: string | undefined): SpanContext | undefined {
  const [, traceId, spanId, flags] = form.exec(header ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined || header?.startsWith('ff'))
    return undefined;
  const context = { traceId, spanId, traceFlags: parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

/** Random bytes are drawn for many ids at once: a call for each would cost more than all else here. */
const drawn = Buffer.alloc(24 * 256);
let used = drawn.length;

function fresh(): SpanContext {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  const ids = drawn.toString('hex', used, used + 24);
  used += 24;
  return { traceId: ids.slice(0, 32), spanId: ids.slice(32), traceFlags: TraceFlags.NONE };
}

/** A request on its way: its span, and what to hand on to everything that it causes. */
export interface RequestTrace {
  readonly traceparent: string;
  /** `undefined` where nothing may tell this request from others. */
  readonly traceId: string | undefined;
  end(route: string, status: number): void;
}

/**
 * Starts a server span through OpenTelemetry's API: a real one where an SDK is registered, else only the ids, taken over from the request
 * or made here.
 */
export function startTrace(header: string | undefined): RequestTrace {
  const parent = parseTraceparent(header);
  const cause = parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : ROOT_CONTEXT;
  const span: Span = tracer().startSpan('request', { kind: SpanKind.SERVER }, cause);
  const own = span.spanContext();
  const context = isSpanContextValid(own) ? own : fresh();
  return {
    traceparent: formatTraceparent(context),
    traceId: context.traceId,
    end: (route, status) => {
      span.updateName(route).setAttribute('http.route', route).setAttribute('http.response.status_code', status);
      if (status >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
  };
}

/** The trace of a request that must not be joined to another: ids that nobody sees again, and no span. */
export const noTrace = (): RequestTrace => ({
  traceparent: formatTraceparent(fresh()),
  traceId: undefined,
  end: () => undefined,
});
