import type { Answered } from '../http/adapter.js';
import type { Logger } from '../telemetry/logger.js';
import type { ContextMetrics } from '../telemetry/metrics.js';

interface Measured {
  readonly metrics: ContextMetrics;
}

/** Counts an answer under its context, and puts it into the log. The first segment of a route's pattern names its context. */
export function record(
  { method, route, status, seconds, traceId, actor }: Answered,
  contexts: ReadonlyMap<string, Measured>,
  rest: ContextMetrics,
  logger: Logger,
): void {
  const metrics = contexts.get(route.split('/', 2)[1] ?? '')?.metrics ?? rest;
  metrics.answered(method, route, status, seconds);
  if (logger.isLevelEnabled('debug'))
    logger.debug({ method, route, status, ms: Math.round(seconds * 1000), traceId, actor }, 'answered');
}
