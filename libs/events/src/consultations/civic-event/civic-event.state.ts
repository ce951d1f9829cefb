export const civicEventStatuses = ['planned', 'published', 'rescheduled', 'held', 'closed', 'cancelled'] as const;
export type CivicEventStatus = (typeof civicEventStatuses)[number];

interface StatusFacts {
  readonly takesPlace: 'later' | 'already' | 'never';
  readonly agendaCanChange: 'freely' | 'with-a-reason' | 'never';
}

/** Facts that follow from each status. */
export const statusFacts: Readonly<Record<CivicEventStatus, StatusFacts>> = {
  planned: { takesPlace: 'later', agendaCanChange: 'freely' },
  published: { takesPlace: 'later', agendaCanChange: 'freely' },
  rescheduled: { takesPlace: 'later', agendaCanChange: 'freely' },
  held: { takesPlace: 'already', agendaCanChange: 'freely' },
  closed: { takesPlace: 'already', agendaCanChange: 'with-a-reason' },
  cancelled: { takesPlace: 'never', agendaCanChange: 'never' },
};

/** True once a civic event with the status has taken place. */
export const tookPlace = (status: CivicEventStatus): boolean => statusFacts[status].takesPlace === 'already';
