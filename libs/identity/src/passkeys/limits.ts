/** Bounds of what a network does with passkeys: a city hall is one, and its people come at eight. */
export const passkeysOfVisitors = ['passkeys', { free: 1_200, most: 1_200, seconds: 600 }] as const;
