import { z } from 'zod';

const address = /^[^\s/:@]+(:\d{1,5})?$/;

/** Creative Commons Attribution 4.0, as the authority table of the European Union names it. */
const attribution = 'http://publications.europa.eu/resource/authority/licence/CC_BY_4_0';

/** The environment variables that this context reads. */
export const config = z.object({
  DATABASE_URL: z.string(),
  ECOU_ANALYSTS_ADDRESS: z.string().regex(address, 'must be a host, or host:port').optional(),
  ECOU_OPEN_DATA_LICENCE: z.url('must be the address of a licence').default(attribution),
});

export interface Settings {
  /** That of Ecou itself. */
  readonly databaseUrl: string;
  /** Host and port at which analysts reach the database server, where they are others. */
  readonly analystsAddress: string | undefined;
  /** The address of the licence of the open data. */
  readonly licence: string;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('AnalyticsSettings');

export function settingsOf(environment: unknown): Settings {
  const { DATABASE_URL, ECOU_ANALYSTS_ADDRESS, ECOU_OPEN_DATA_LICENCE } = environment as z.output<typeof config>;
  return { databaseUrl: DATABASE_URL, analystsAddress: ECOU_ANALYSTS_ADDRESS, licence: ECOU_OPEN_DATA_LICENCE };
}
