import { ROOT_CONTEXT, trace } from '@opentelemetry/api';
import type { View } from '@ecou/event-sourcing';
import { parseTraceparent } from './trace.js';

/** The view, with a span for each change that an event makes, under the trace of the request that caused the event. */
export const tracedView = (context: string, view: View): View => ({
  ...view,
  evolve: (row, event, key, beside) => {
    const parent = parseTraceparent(event.metadata.traceparent);
    if (!parent) return view.evolve(row, event, key, beside);
    const attributes = { 'ecou.position': event.position, 'ecou.event': event.type };
    const span = trace
      .getTracer('ecou')
      .startSpan(`view ${context}.${view.name}`, { attributes }, trace.setSpanContext(ROOT_CONTEXT, parent));
    try {
      return view.evolve(row, event, key, beside);
    } finally {
      span.end();
    }
  },
});
