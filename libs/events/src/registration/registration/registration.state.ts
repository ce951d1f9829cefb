/** States of a registration, as its holder sees them. */
export const registrationStates = ['pending-confirmation', 'confirmed-seat', 'waiting', 'cancelled'] as const;
export type RegistrationState = (typeof registrationStates)[number];

interface Standing {
  readonly place: 'seat' | 'waiting' | null;
  readonly confirmed: boolean;
  readonly cancelled: boolean;
}

export function registrationStateOf({ place, confirmed, cancelled }: Standing): RegistrationState {
  if (cancelled || place === null) return 'cancelled';
  if (!confirmed) return 'pending-confirmation';
  return place === 'seat' ? 'confirmed-seat' : 'waiting';
}
