import { same, type Decider } from '@ecou/event-sourcing';
import type { ReplyRules, ReplyRulesEvent } from './reply-rules.events.js';

/** A version of the rules; 0: what holds before any were set. */
export interface RulesVersion extends ReplyRules {
  readonly version: number;
  /** `null`: none were set yet. */
  readonly setAt: string | null;
}

export type SetReplyRules = { readonly type: 'SetReplyRules'; readonly rules: ReplyRules; readonly at: string };

const none: RulesVersion = {
  ...{ version: 0, officeHours: null, hoursBetween: 12, rules: [], petition: null, setAt: null },
};

const wordsOf = ({ version: _version, setAt: _setAt, ...rules }: RulesVersion): ReplyRules => rules;

/** The rules of automatic replies, all at once: each change is a version. */
export const replyRulesDecider: Decider<SetReplyRules, RulesVersion, ReplyRulesEvent> = {
  initial: none,
  decide: ({ rules, at }, state) =>
    same(rules, wordsOf(state))
      ? []
      : [{ type: 'ReplyRulesSet', data: { ...rules, version: state.version + 1, setAt: at } }],
  evolve: (_state, { data }) => data,
};
