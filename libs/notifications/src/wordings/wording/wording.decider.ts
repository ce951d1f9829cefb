import { assertNever, Invalid, same, Unknown, type Decider } from '@ecou/event-sourcing';
import { refuseFaults, type WordingRules } from './rules.js';
import type { WordingEvent, WordingKey, WordingText, WordsFault } from './wording.events.js';

export interface WordingVersion {
  readonly version: number;
  readonly text: WordingText;
  readonly draftedAt: string;
  /** The time (ISO 8601) at which it was put in force last; `null`: never. */
  readonly publishedAt: string | null;
}

export interface Wording {
  /** The oldest first; none is ever changed. */
  readonly versions: readonly WordingVersion[];
  /** The version that new messages say; `null`: the built-in words. */
  readonly inForce: number | null;
  /** The first message of the version in force that could not be written with it. */
  readonly failure: (WordsFault & { readonly messageId: string; readonly failedAt: string }) | null;
}

export type DraftWording = {
  type: 'DraftWording';
  key: WordingKey;
  text: WordingText;
  rules: WordingRules;
  at: string;
};
/** Left out, `version` is the last. The rules may have changed since it was drafted. */
export type PublishWording = {
  type: 'PublishWording';
  version: number | undefined;
  rules: WordingRules;
  at: string;
};
export type WithdrawWording = { type: 'WithdrawWording'; reason: string; at: string };
export type NoteFailure = {
  type: 'NoteFailure';
  version: number;
  fault: WordsFault;
  messageId: string;
  at: string;
};
export type WordingCommandBody = DraftWording | PublishWording | WithdrawWording | NoteFailure;

const initial: Wording = { versions: [], inForce: null, failure: null };

/** The version; `undefined` where there is none such. */
export const versionIn = ({ versions }: Wording, version: number): WordingVersion | undefined => versions[version - 1];

function draft({ key, text, rules, at }: DraftWording, { versions }: Wording): WordingEvent[] {
  refuseFaults(text, rules);
  const last = versions.at(-1);
  if (last && same(last.text, text)) return [];
  return [{ type: 'WordingDrafted', data: { ...key, version: versions.length + 1, text, draftedAt: at } }];
}

function publish({ version: asked, rules, at }: PublishWording, wording: Wording): WordingEvent[] {
  const version = asked ?? wording.versions.length;
  const found = versionIn(wording, version);
  if (!found) throw new Invalid('WORDING_VERSION_UNKNOWN', 'There is no such version: draft it first.', ['version']);
  if (wording.inForce === version) return [];
  refuseFaults(found.text, rules);
  return [{ type: 'WordingPublished', data: { version, publishedAt: at } }];
}

function withdraw({ reason, at }: WithdrawWording, { versions, inForce }: Wording): WordingEvent[] {
  if (versions.length === 0) throw new Unknown('WORDING_UNKNOWN', 'Nothing was drafted here.');
  if (inForce === null) return [];
  return [{ type: 'WordingWithdrawn', data: { version: inForce, reason, withdrawnAt: at } }];
}

/** Messages of a version that is in force no more may still be on their way. */
function noteFailure({ version, fault, messageId, at }: NoteFailure, { inForce, failure }: Wording): WordingEvent[] {
  if (inForce !== version || failure) return [];
  return [{ type: 'WordingFailed', data: { version, ...fault, messageId, failedAt: at } }];
}

function decide(command: WordingCommandBody, wording: Wording): readonly WordingEvent[] {
  switch (command.type) {
    case 'DraftWording':
      return draft(command, wording);
    case 'PublishWording':
      return publish(command, wording);
    case 'WithdrawWording':
      return withdraw(command, wording);
    case 'NoteFailure':
      return noteFailure(command, wording);
    default:
      return assertNever(command);
  }
}

function evolve(wording: Wording, event: WordingEvent): Wording {
  switch (event.type) {
    case 'WordingDrafted': {
      const { version, text, draftedAt } = event.data;
      return { ...wording, versions: [...wording.versions, { version, text, draftedAt, publishedAt: null }] };
    }
    case 'WordingPublished': {
      const { version, publishedAt } = event.data;
      const versions = wording.versions.map((each) => (each.version === version ? { ...each, publishedAt } : each));
      return { versions, inForce: version, failure: null };
    }
    case 'WordingWithdrawn':
      return { ...wording, inForce: null, failure: null };
    case 'WordingFailed': {
      const { field, rule, messageId, failedAt } = event.data;
      return { ...wording, failure: { field, rule, messageId, failedAt } };
    }
    default:
      return assertNever(event);
  }
}

/** The institution's own words for one message in one language on one channel, or every one. A version is never changed. */
export const wordingDecider: Decider<WordingCommandBody, Wording, WordingEvent> = { initial, decide, evolve };
