import { z } from 'zod';

/** The number of times that strangers may do something in a while, counted from the first. */
export interface Bounds {
  /** Times that pass by themselves. */
  readonly free: number;
  /** Times that pass in all; those beyond `free` with a proof of work each. The same number where no proof can be asked for. */
  readonly most: number;
  readonly seconds: number;
}

/** The bounds of strangers. */
export interface VisitorRules {
  /** False where nothing is counted. */
  readonly counted: boolean;
  /** Bounds that a deployment chose, by their names. */
  readonly bounds: ReadonlyMap<string, Bounds>;
  /** See `Proofs`. */
  readonly proofCost: number;
}

const form = /^\s*([a-z][a-z-]*)=([1-9]\d{0,6})\/([1-9]\d{0,6})\/([1-9]\d{0,6})\s*$/;

/** `petitions=20/200/3600`: name, times that pass freely, times in all, seconds. */
function boundsIn(text: string): readonly [string, Bounds] | undefined {
  const [, name, free, most, seconds] = form.exec(text) ?? [];
  if (name === undefined || Number(most) < Number(free)) return undefined;
  return [name, { free: Number(free), most: Number(most), seconds: Number(seconds) }];
}

const isList = (text: string): boolean =>
  text === 'on' || text === 'off' || text.split(',').every((one) => boundsIn(one) !== undefined);

const costRule = { error: 'must be a whole number from 100 to 10000000' };

/** The variables for what strangers may do. */
export const visitorVariables = {
  ECOU_LIMITS: z
    .string()
    .refine(isList, 'must be on, off, or a list such as petitions=20/200/3600,mailbox=5/20/86400 (free/most/seconds)')
    .default('on'),
  ECOU_PROOF_COST: z.coerce
    .number(costRule)
    .int(costRule)
    .min(100, costRule)
    .max(10_000_000, costRule)
    .default(100_000),
};

interface Given {
  readonly ECOU_LIMITS: string;
  readonly ECOU_PROOF_COST: number;
}

export const visitorRulesOf = ({ ECOU_LIMITS: limits, ECOU_PROOF_COST: proofCost }: Given): VisitorRules => ({
  counted: limits !== 'off',
  bounds: new Map(limits.split(',').flatMap((one) => [boundsIn(one)].filter((given) => given !== undefined))),
  proofCost,
});
