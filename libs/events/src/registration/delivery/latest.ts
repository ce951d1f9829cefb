import type { Delivery, DeliveryEvent } from './delivery.events.js';

interface Heard {
  readonly delivery: Delivery | null;
  readonly delivered: string | null;
}

/** The message that a list shows of those to one person: that of the latest occasion, in whichever order they come in. */
export function latestOf(heard: Heard, { about: _about, ...learned }: DeliveryEvent['data']): Heard {
  const { delivery, delivered } = heard;
  if (delivery && Date.parse(delivery.occasionAt) > Date.parse(learned.occasionAt)) return { delivery, delivered };
  return { delivery: learned, delivered: learned.outcome };
}
