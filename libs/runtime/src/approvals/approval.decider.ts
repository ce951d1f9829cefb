import { assertNever, Forbidden, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import type { ApprovalEvent } from './approval.events.js';

export interface Somebody {
  readonly actor: string;
  /** Id of the officer of the directory whom the key or the session names. */
  readonly officer: string | null;
}

/** The exact order: its kind and the keyed hash of what it says. */
export interface OrderKey {
  readonly kind: string;
  readonly orderHash: string;
}

export type AskApproval = OrderKey & {
  type: 'AskApproval';
  permission: string;
  says: string;
  by: Somebody;
  at: string;
  expiresAt: string;
};
/** `setting`: that of the deployment by which one person is enough. */
export type WaiveApproval = { type: 'WaiveApproval'; setting: string; at: string };
export type GiveApproval = { type: 'GiveApproval'; by: Somebody; note: string | null; at: string };
export type RefuseApproval = { type: 'RefuseApproval'; by: Somebody; note: string | null; at: string };
export type WithdrawApproval = { type: 'WithdrawApproval'; by: Somebody; at: string };
export type ExpireApproval = { type: 'ExpireApproval'; at: string };
export type UseApproval = OrderKey & { type: 'UseApproval'; by: Somebody; at: string };

export type ApprovalCommandBody =
  AskApproval | WaiveApproval | GiveApproval | RefuseApproval | WithdrawApproval | ExpireApproval | UseApproval;

export type ApprovalStatus = 'asked' | 'approved' | 'refused' | 'withdrawn' | 'expired' | 'used';

export interface Approval extends OrderKey {
  readonly status: ApprovalStatus;
  readonly permission: string;
  readonly says: string;
  readonly askedBy: Somebody;
  readonly askedAt: string;
  readonly expiresAt: string;
  /** Whoever approved or refused. */
  readonly decidedBy: Somebody | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  /** True where no second person had to agree. */
  readonly isWaived: boolean;
  readonly usedAt: string | null;
}

/** Throws `Unknown` where nothing was asked. */
export function requireApproval(state: Approval | null): Approval {
  if (!state) throw new Unknown('APPROVAL_UNKNOWN', 'There is no such approval.');
  return state;
}

export const approvalDecider: Decider<ApprovalCommandBody, Approval | null, ApprovalEvent> = {
  initial: null,
  decide(command, state) {
    switch (command.type) {
      case 'AskApproval':
        return state ? [] : [ask(command)];
      case 'WaiveApproval':
        return waive(command, requireApproval(state));
      case 'GiveApproval':
        return give(command, requireApproval(state));
      case 'RefuseApproval':
        return refuse(command, requireApproval(state));
      case 'WithdrawApproval':
        return withdraw(command, requireApproval(state));
      case 'ExpireApproval':
        return isOpen(requireApproval(state)) ? [{ type: 'ApprovalExpired', data: { expiredAt: command.at } }] : [];
      case 'UseApproval':
        return use(command, requireApproval(state));
      default:
        return assertNever(command);
    }
  },
  evolve(state, event): Approval {
    if (event.type === 'ApprovalAsked') return { ...event.data, ...undecided };
    const before = requireApproval(state);
    switch (event.type) {
      case 'ApprovalGiven': {
        const { by: decidedBy, givenAt: decidedAt, note } = event.data;
        return { ...before, status: 'approved', decidedBy, decidedAt, note };
      }
      case 'ApprovalRefused': {
        const { by: decidedBy, refusedAt: decidedAt, note } = event.data;
        return { ...before, status: 'refused', decidedBy, decidedAt, note };
      }
      case 'ApprovalWaived':
        return { ...before, status: 'approved', isWaived: true };
      case 'ApprovalWithdrawn':
        return { ...before, status: 'withdrawn' };
      case 'ApprovalExpired':
        return { ...before, status: 'expired' };
      case 'ApprovalUsed':
        return { ...before, status: 'used', usedAt: event.data.usedAt };
      default:
        return assertNever(event);
    }
  },
};

const undecided = {
  ...{ status: 'asked' as const, decidedBy: null, decidedAt: null, note: null, isWaived: false, usedAt: null },
};

const isOpen = ({ status }: Approval): boolean => status === 'asked' || status === 'approved';

const isOver = ({ expiresAt }: Approval, at: string): boolean => Date.parse(at) >= Date.parse(expiresAt);

/** True for the same actor, and for another key or session of the same officer. */
const isSame = (one: Somebody, other: Somebody): boolean =>
  one.actor === other.actor || (one.officer !== null && one.officer === other.officer);

const closed: Readonly<Record<Exclude<ApprovalStatus, 'asked' | 'approved'>, Rejected>> = {
  refused: new Rejected('APPROVAL_REFUSED', 'The order was refused. Ask anew, where it is another one.'),
  withdrawn: new Rejected('APPROVAL_WITHDRAWN', 'The order was withdrawn.'),
  expired: new Rejected('APPROVAL_EXPIRED', 'Nobody decided or carried the order out in time. Ask anew.'),
  used: new Rejected('APPROVAL_USED', 'The order was carried out already: an approval is for one time.'),
};

/** Throws what became of an approval that is neither asked nor approved any more. */
function refuseClosed(state: Approval, at: string): 'asked' | 'approved' {
  const { status } = state;
  if (status !== 'asked' && status !== 'approved') throw closed[status];
  if (isOver(state, at)) throw closed.expired;
  return status;
}

function ask({ kind, permission, says, orderHash, by: askedBy, at: askedAt, expiresAt }: AskApproval): ApprovalEvent {
  return { type: 'ApprovalAsked', data: { kind, permission, says, orderHash, askedBy, askedAt, expiresAt } };
}

function waive({ setting, at }: WaiveApproval, state: Approval): ApprovalEvent[] {
  return refuseClosed(state, at) === 'asked' ? [{ type: 'ApprovalWaived', data: { setting, waivedAt: at } }] : [];
}

function requireOther(by: Somebody, { askedBy }: Approval): void {
  if (isSame(by, askedBy))
    throw new Forbidden('APPROVER_IS_ASKER', 'Whoever gave the order cannot decide on it, by no key of theirs.');
}

function give({ by, note, at }: GiveApproval, state: Approval): ApprovalEvent[] {
  requireOther(by, state);
  if (state.status === 'approved' && state.decidedBy && isSame(by, state.decidedBy)) return [];
  if (refuseClosed(state, at) === 'approved') return [];
  return [{ type: 'ApprovalGiven', data: { by, note, givenAt: at } }];
}

function refuse({ by, note, at }: RefuseApproval, state: Approval): ApprovalEvent[] {
  requireOther(by, state);
  if (state.status === 'refused') return [];
  refuseClosed(state, at);
  return [{ type: 'ApprovalRefused', data: { by, note, refusedAt: at } }];
}

function requireAsker(by: Somebody, { askedBy }: Approval): void {
  if (!isSame(by, askedBy))
    throw new Forbidden('APPROVAL_OF_ANOTHER', 'Only whoever gave the order can withdraw it, or carry it out.');
}

function withdraw({ by, at }: WithdrawApproval, state: Approval): ApprovalEvent[] {
  requireAsker(by, state);
  if (state.status === 'withdrawn') return [];
  refuseClosed(state, at);
  return [{ type: 'ApprovalWithdrawn', data: { withdrawnAt: at } }];
}

/** A repeat is refused: that an order is carried out once is the point of it. */
function use({ kind, orderHash, by, at }: UseApproval, state: Approval): ApprovalEvent[] {
  requireAsker(by, state);
  if (kind !== state.kind || orderHash !== state.orderHash)
    throw new Rejected('APPROVAL_OF_ANOTHER_ORDER', 'The approval is for another order: not a word of it may differ.');
  if (refuseClosed(state, at) === 'asked')
    throw new Rejected('APPROVAL_PENDING', 'Nobody else has approved the order yet.');
  return [{ type: 'ApprovalUsed', data: { usedAt: at } }];
}
