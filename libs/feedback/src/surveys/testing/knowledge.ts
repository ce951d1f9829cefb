/** Linear algebra modulo a prime, so that it is exact. */
const prime = 2_147_483_647n;
const residue = (value: bigint): bigint => ((value % prime) + prime) % prime;
function inverse(value: bigint): bigint {
  let [result, base] = [1n, value];
  for (let left = prime - 2n; left > 0n; left /= 2n) {
    if (left % 2n === 1n) result = residue(result * base);
    base = residue(base * base);
  }
  return result;
}

/** Conclusions from equations by adding, subtracting and multiplying them. */
export class Knowledge {
  private readonly rows: { readonly pivot: number; readonly row: readonly bigint[] }[] = [];

  learn(equation: readonly number[]): void {
    const rest = this.rest(equation);
    const pivot = rest.findIndex((value) => value !== 0n);
    if (pivot < 0) return;
    const factor = inverse(rest[pivot]!);
    this.rows.push({ pivot, row: rest.map((value) => residue(value * factor)) });
  }

  tells(sum: readonly number[]): boolean {
    return this.rest(sum).every((value) => value === 0n);
  }

  private rest(equation: readonly number[]): readonly bigint[] {
    return this.rows.reduce(
      (rest, { pivot, row }) => {
        const factor = rest[pivot]!;
        return factor === 0n ? rest : rest.map((value, index) => residue(value - factor * row[index]!));
      },
      equation.map((value) => residue(BigInt(value))),
    );
  }
}
