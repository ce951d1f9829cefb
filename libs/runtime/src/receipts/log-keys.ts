import { createHmac } from 'node:crypto';
import { deploymentWord, type LogSettings } from '../config/log-settings.js';
import { signerOf, verifierKey, type SignerKey, type VerifierKey } from './notes/signed-note.js';

/** The keys that sign for a deployment: each seed gives one for checkpoints and one for promises. The first is the newest; all of them sign. */
export class LogKeys {
  readonly checkpoints: readonly SignerKey[];
  readonly promises: readonly SignerKey[];
  readonly witnesses: readonly VerifierKey[];

  constructor(
    readonly settings: LogSettings,
    secret: string,
  ) {
    const own = createHmac('sha256', secret).update('ecou transparency log key v1').digest();
    const seeds = settings.keys.map((part) => (part === deploymentWord ? own : Buffer.from(part, 'base64')));
    const seedFor = (seed: Buffer, use: string) => createHmac('sha256', seed).update(`ecou ${use} v1`).digest();
    this.checkpoints = seeds.map((seed) => signerOf(this.origin, seedFor(seed, 'checkpoint')));
    this.promises = seeds.map((seed) => signerOf(`${this.origin}/promise`, seedFor(seed, 'promise')));
    this.witnesses = settings.witnesses.flatMap((text) => verifierKey(text) ?? []);
  }

  get origin(): string {
    return this.settings.name;
  }
}
