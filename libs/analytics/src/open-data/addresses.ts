import type { FormatName } from './formats.js';

/** The path of the open data, below the address of the deployment. */
export const openData = '/analytics/v1';

interface Asked {
  readonly format?: FormatName | undefined;
  readonly asOf?: string | undefined;
  /** Of the address that never changes; the newest one without it. */
  readonly position?: number | undefined;
}

/** The path of a dataset. */
export function pathOf(name: string, { format, asOf, position }: Asked = {}): string {
  const query = new URLSearchParams({ ...(format && { format }), ...(asOf && { asOf }) }).toString();
  const path = `${openData}/datasets/${name}${position === undefined ? '' : `/at/${position}`}`;
  return query === '' ? path : `${path}?${query}`;
}

/** The path of what CSV on the Web says of a dataset. */
export const metadataPathOf = (name: string): string => `${openData}/datasets/${name}/csv-metadata.json`;
