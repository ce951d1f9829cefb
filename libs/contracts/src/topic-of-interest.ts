import { z } from 'zod';

/** A topic that somebody may ask to be told of. It is shown to people, so nothing but ids and plain names fits. */
export const topicOfInterest = z
  .string()
  .max(120)
  .regex(
    /^(everything|(programme|civic-event|deliverable|recommendation|facility):[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(series|facility-kind):[a-z0-9]+(-[a-z0-9]+)*)$/,
    '`everything`, `programme:<id>`, `civic-event:<id>`, `deliverable:<id>`, `recommendation:<id>`, `facility:<id>`, `series:<name>` or `facility-kind:<kind>`',
  );
