import { networksIn, networksSetting, type AddressRules } from '@ecou/runtime/outgoing';
import { z } from 'zod';

/** The environment variables that this context reads. */
export const config = z.object({
  ECOU_AREA: z.string().trim().max(200).optional(),
  ECOU_COUNTY: z.string().trim().max(200).optional(),
  ECOU_TOWN: z.string().trim().max(200).optional(),
  ECOU_LINKS: z.enum(['on', 'off'], { error: 'must be on or off' }).default('on'),
  ECOU_LINKS_HOURS: z.coerce.number().int().min(1).default(24),
  ECOU_LINKS_NETWORKS: networksSetting,
  ECOU_LINKS_SECONDS: z.coerce.number().int().min(1).max(120).default(10),
  ECOU_LINKS_PAUSE_MS: z.coerce.number().int().min(0).max(60_000).default(1_000),
});

/** Checks of links; redirects and addresses go by the rules. */
export interface Settings extends AddressRules {
  /** False where no link is checked. */
  readonly checksLinks: boolean;
  /** Milliseconds between two checks of a link that works. */
  readonly everyMs: number;
  /** Milliseconds in which a server answers a request. */
  readonly limitMs: number;
  /** Milliseconds for which a host is left alone between two requests. */
  readonly pauseMs: number;
}

/** Injection token of the `Settings`. */
export const SETTINGS = Symbol('FacilitiesSettings');

export function settingsOf(environment: unknown): Settings {
  const given = environment as z.output<typeof config>;
  return {
    checksLinks: given.ECOU_LINKS === 'on',
    everyMs: given.ECOU_LINKS_HOURS * 3_600_000,
    limitMs: given.ECOU_LINKS_SECONDS * 1_000,
    pauseMs: given.ECOU_LINKS_PAUSE_MS,
    allowsHttp: true,
    networks: networksIn(given.ECOU_LINKS_NETWORKS),
  };
}

/** The municipality's place in the country, as its operator names it; empty where that is not said. */
export interface Municipality {
  /** The area that it serves. */
  readonly area: string;
  readonly town: string;
  readonly county: string;
}

/** Injection token of the `Municipality`. */
export const MUNICIPALITY = Symbol('Municipality');

export function municipalityOf(environment: unknown): Municipality {
  const {
    ECOU_AREA: area = '',
    ECOU_TOWN: town = '',
    ECOU_COUNTY: county = '',
  } = environment as z.output<typeof config>;
  return { area, town, county };
}
