import { LRUCache } from 'lru-cache';
import { createRequire } from 'node:module';
import type OpeningHours from 'opening_hours';
import { minutesAhead, momentOf, onTheWall } from './wall-clock.js';

/** The state of something with opening hours at a moment, and its next change. */
export interface OpenState {
  /** Null: not known, as where hours are by appointment. */
  readonly open: boolean | null;
  /** ISO 8601 in UTC; null: never, or not known. */
  readonly nextChange: string | null;
}

/** A time in which something is open: ISO 8601 in UTC. */
export interface OpenInterval {
  readonly from: string;
  readonly until: string;
}

const unknown: OpenState = { open: null, nextChange: null };

type Library = typeof OpeningHours;

const require = createRequire(import.meta.url);

/** Loaded with the first hours: it holds the holidays of every country. */
const openingHours = (): Library => require('opening_hours') as Library;

/** Bucharest: holidays are those of Romania, and the sun rises as it does there. */
const place = { latitude: '44.43', longitude: 26.1, address: { country_code: 'ro', state: 'București' } };

/** Minutes that the sun takes for a degree. */
const minutesOfDegree = 4;

type Settings = Exclude<ConstructorParameters<Library>[2], number | null | undefined>;

/**
 * The library tells the time of the process, of the sun too: it is asked for the place where the sun stands at the time of the process as it does
 * at that of the municipality. It knows where the sun is only of coordinates that are strings, whatever its types say.
 */
function parsed(text: string, ahead: number): OpeningHours {
  const lon = String(place.longitude - ahead / minutesOfDegree);
  const nominatim = { lat: place.latitude, lon, address: place.address };
  return new (openingHours())(text, nominatim as never, { locale: 'en' } as Settings);
}

/** Of school holidays, which differ from county to county, the library knows nothing for Romania. */
const namesSchools = (text: string): boolean => /\bSH\b/i.test(text.replaceAll(/"[^"]*"/g, ''));

interface Known {
  /** Null: it cannot be read. */
  readonly hours: OpeningHours | null;
  /** The state that holds from one moment on until another. */
  held?: { readonly state: OpenState; readonly from: number; readonly until: number };
}

const known = new LRUCache<string, Known>({ max: 4_000 });

function knownAt(text: string, moment: number): Known {
  const ahead = minutesAhead(moment);
  const key = `${ahead} ${text}`;
  const kept = known.get(key);
  if (kept) return kept;
  const hours = namesSchools(text) ? null : attempt(() => parsed(text, ahead), null);
  const made: Known = { hours };
  known.set(key, made);
  return made;
}

/** The library throws texts: of hours that it cannot read, or holidays that it does not know. */
function attempt<T>(task: () => T, otherwise: T): T {
  try {
    return task();
  } catch {
    return otherwise;
  }
}

/** Words that the library took for others: it may have guessed wrong. */
const guesses: readonly string[] = ['word_error_correction', 'ambiguous_word', 'vague', 'nothing_useful'];

/** Some faults are found only where a state is asked for. */
const anyMoment = Date.parse('2027-01-12T08:00:00Z');

/** The fault in hours that somebody sends, in the words of the library; null: none. */
export function faultOf(text: string): string | null {
  if (namesSchools(text)) return 'School holidays (SH) differ from county to county, and are not known.';
  try {
    const hours = parsed(text, minutesAhead(anyMoment));
    hours.getStatePair(onTheWall(anyMoment));
    const guess = hours.getStructuredWarnings().find(({ type }) => guesses.includes(type));
    return guess ? guess.message : null;
  } catch (error) {
    return String(error instanceof Error ? error.message : error).trim();
  }
}

const stateOf = (hours: OpeningHours, wall: Date): boolean | null =>
  hours.getUnknown(wall) ? null : hours.getState(wall);

/** Changes to the same state, of a comment only, that are looked past. */
const mostChanges = 50;
/** A change that is farther away is not told. */
const farthestMs = 366 * 24 * 60 * 60 * 1000;

function changeAfter(hours: OpeningHours, wall: Date, open: boolean | null): Date | null {
  const farthest = new Date(wall.getTime() + farthestMs);
  let change = hours.getNextChange(wall, farthest);
  for (let count = 0; change && count < mostChanges; count += 1) {
    if (stateOf(hours, change) !== open) return change;
    change = hours.getNextChange(change, farthest);
  }
  return null;
}

/** Milliseconds for which it holds that nothing changes. */
const unchangedMs = 60 * 60 * 1000;

/** The state of something with these hours at a moment (milliseconds since 1970). */
export function openState(text: string, moment: number): OpenState {
  const entry = knownAt(text, moment);
  const { hours, held } = entry;
  if (held && held.from <= moment && moment < held.until) return held.state;
  const state = hours ? attempt(() => stateWith(hours, moment), unknown) : unknown;
  const until = state.nextChange === null ? moment + unchangedMs : Date.parse(state.nextChange);
  entry.held = { state, from: moment, until };
  return state;
}

function stateWith(hours: OpeningHours, moment: number): OpenState {
  const wall = onTheWall(moment);
  const open = stateOf(hours, wall);
  const change = changeAfter(hours, wall, open);
  return { open, nextChange: change && new Date(momentOf(change, moment)).toISOString() };
}

/**
 * The times in which something with these hours is surely open on so many days; null: they cannot be read. The first is the day of a moment, or one so
 * many days after it.
 */
export function openIntervals(text: string, moment: number, days: number, first = 0): OpenInterval[] | null {
  const today = onTheWall(moment);
  const midnight = (day: number) => new Date(today.getFullYear(), today.getMonth(), today.getDate() + day);
  const found: OpenInterval[] = [];
  for (let day = first; day < first + days; day += 1) {
    const open = openOn(text, midnight(day), midnight(day + 1));
    if (!open) return null;
    for (const interval of open) addTo(found, interval);
  }
  return found;
}

function openOn(text: string, from: Date, until: Date): OpenInterval[] | null {
  const start = momentOf(from, 0);
  const { hours } = knownAt(text, start);
  return (
    hours &&
    attempt(
      () =>
        hours
          .getOpenIntervals(from, until)
          .filter(([, , isUnknown]) => !isUnknown)
          .map(([begins, ends]) => ({
            from: new Date(momentOf(begins, 0)).toISOString(),
            until: new Date(momentOf(ends, momentOf(begins, 0))).toISOString(),
          })),
      null,
    )
  );
}

/** Adds an interval. One that goes on past midnight, or with another comment, is joined to the last. */
function addTo(found: OpenInterval[], { from, until }: OpenInterval): void {
  const last = found.at(-1);
  if (last?.until === from) found[found.length - 1] = { from: last.from, until };
  else if (from < until) found.push({ from, until });
}
