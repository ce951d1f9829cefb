const kind = 'petition:';

/** The topic of a petition. Only whoever has its token may ask for it, and nothing of it is told under `everything`. */
export const petitionTopic = (petitionId: string): string => `${kind}${petitionId}`;

export const isOfPetition = (topic: string): boolean => topic.startsWith(kind);
