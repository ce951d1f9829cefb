#!/usr/bin/env node
/*
 * Checks receipts of Ecou's public log, and audits the log. One file, without dependencies; Node 20 or newer, or any browser with Ed25519 in WebCrypto.
 *
 *   node verify.mjs receipt.json [--proof proof.json] [--key <key>]   checks a receipt, without network
 *   node verify.mjs audit --url https://town.example.ro [--keep dir] [--key <key>]   audits a log, and keeps what it saw for the next time
 *
 * Ends with 0 where everything that was looked at is right, 1 where something is not, 2 where it could not look.
 */

const { subtle } = globalThis.crypto;
const utf8 = new TextEncoder();
const text = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
const width = 256;

/* Bytes */

const concat = (...parts) => {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  parts.reduce((at, part) => (all.set(part, at), at + part.length), 0);
  return all;
};
const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
const fromHex = (digits) => Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
const fromBase64 = (letters) => Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
const sha256 = async (...parts) => new Uint8Array(await subtle.digest('SHA-256', concat(...parts)));

/* RFC 8785 */

/** The canonical form of a JSON value. */
export const canonical = (value) => {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join(',')}}`;
};

/* RFC 6962, RFC 9162 */

const leafHash = (entry) => sha256(Uint8Array.of(0), entry);
const nodeHash = (left, right) => sha256(Uint8Array.of(1), left, right);

/** The root of leaves, by their hashes. */
export const rootOf = async (hashes) => {
  if (hashes.length === 0) return sha256();
  const peaks = [];
  for (const hash of hashes) {
    let one = { size: 1, hash };
    while (peaks.at(-1)?.size === one.size)
      one = { size: one.size * 2, hash: await nodeHash(peaks.pop().hash, one.hash) };
    peaks.push(one);
  }
  let root = peaks.pop().hash;
  while (peaks.length > 0) root = await nodeHash(peaks.pop().hash, root);
  return root;
};

const halves = (fn, sn) => [Math.floor(fn / 2), Math.floor(sn / 2)];

/** A step of a proof from the place `fn` of a row that ends at `sn`: whether its hash stands at the left, and the places above. */
const stepOf = (fn, sn) => {
  const isLeft = fn % 2 === 1 || fn === sn;
  let places = [fn, sn];
  if (isLeft) while (places[0] % 2 === 0 && places[0] !== 0) places = halves(...places);
  return { isLeft, above: halves(...places) };
};

/** The root that a proof of inclusion leads to (RFC 9162, section 2.1.3.2); undefined where it cannot be one. */
export const rootByInclusion = async (index, size, hash, proof) => {
  if (!(index >= 0 && index < size)) return undefined;
  let [fn, sn, root] = [index, size - 1, hash];
  for (const next of proof) {
    if (sn === 0) return undefined;
    const { isLeft, above } = stepOf(fn, sn);
    root = await (isLeft ? nodeHash(next, root) : nodeHash(root, next));
    [fn, sn] = above;
  }
  return sn === 0 ? root : undefined;
};

/** Both roots that a path of consistency leads to; undefined where it cannot be one. */
const rootsByConsistency = async (from, to, [first, ...rest]) => {
  if (!first) return undefined;
  let [fn, sn] = [from - 1, to - 1];
  while (fn % 2 === 1) [fn, sn] = halves(fn, sn);
  let [older, newer] = [first, first];
  for (const next of rest) {
    if (sn === 0) return undefined;
    const { isLeft, above } = stepOf(fn, sn);
    if (isLeft) older = await nodeHash(next, older);
    newer = await (isLeft ? nodeHash(next, newer) : nodeHash(newer, next));
    [fn, sn] = above;
  }
  return sn === 0 ? [older, newer] : undefined;
};

/** True where a proof shows that the tree of `from` leaves went on to that of `to` (RFC 9162, section 2.1.4.2). */
export const isConsistent = async (from, to, fromRoot, toRoot, proof) => {
  if (from > to) return false;
  if (from === to) return proof.length === 0 && hex(fromRoot) === hex(toRoot);
  if (from === 0) return proof.length === 0;
  const path = Number.isInteger(Math.log2(from)) ? [fromRoot, ...proof] : proof;
  const roots = await rootsByConsistency(from, to, path);
  return roots !== undefined && hex(roots[0]) === hex(fromRoot) && hex(roots[1]) === hex(toRoot);
};

/* C2SP signed-note, tlog-checkpoint, tlog-cosignature */

/** The key of a text `<name>+<hash>+<base64>`; undefined where it is none. */
export const keyOf = async (of) => {
  const [, name, id, letters] = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*)$/.exec(of) ?? [];
  if (!name) return undefined;
  const typed = fromBase64(letters);
  const own = (await sha256(utf8.encode(`${name}\n`), typed)).subarray(0, 4);
  if (typed.length !== 33 || hex(own) !== id || ![1, 4].includes(typed[0])) return undefined;
  return { name, id, kind: typed[0], raw: typed.subarray(1), text: of };
};

/** A line of a note by which a key signed. Throws where it is none. */
const signatureOf = (line) => {
  const [, name, letters] = /^— ([^\s+]+) ([A-Za-z0-9+/]+=*)$/.exec(line) ?? [];
  if (!name) throw new Error('It is no signed note.');
  const bytes = fromBase64(letters);
  return { name, id: hex(bytes.subarray(0, 4)), signature: bytes.subarray(4) };
};

/** The text of a note and the keys, out of those that are given, that signed it. Throws where it is no note. */
export const openNote = async (note, keys) => {
  const at = note.lastIndexOf('\n\n');
  if (at < 0 || !note.endsWith('\n')) throw new Error('It is no signed note.');
  const signed = note.slice(0, at + 1);
  const by = [];
  for (const line of note.slice(at + 2, -1).split('\n')) {
    const { name, id, signature } = signatureOf(line);
    for (const key of keys)
      if (key?.name === name && key.id === id && (await signs(key, signed, signature))) by.push(key);
  }
  return { text: signed, by };
};

const signs = async ({ kind, raw }, signed, signature) => {
  const key = await subtle.importKey('raw', raw, 'Ed25519', false, ['verify']);
  if (kind === 1) return subtle.verify('Ed25519', key, signature, utf8.encode(signed));
  if (signature.length !== 72) return false;
  const time = new DataView(signature.buffer, signature.byteOffset).getBigUint64(0);
  return subtle.verify('Ed25519', key, signature.subarray(8), utf8.encode(`cosignature/v1\ntime ${time}\n${signed}`));
};

/** Reads a checkpoint. Throws where no key signed it, or it is none. */
export const openCheckpoint = async (note, keys) => {
  const { text: signed, by } = await openNote(note, keys);
  if (!by.some(({ kind }) => kind === 1)) throw new Error('The checkpoint is not signed by a key of the log.');
  const [origin, size, root] = signed.split('\n');
  if (!/^(0|[1-9][0-9]*)$/.test(size)) throw new Error('It is no checkpoint.');
  return { origin, size: Number(size), root: fromBase64(root), witnesses: by.filter(({ kind }) => kind === 4) };
};

/* A receipt */

const keysOf = async (texts) => (await Promise.all(texts.map(keyOf))).filter((key) => key !== undefined);

/**
 * Checks a receipt, and its proof where it has one (in `proof`, or given). `trusted`: texts of keys that were had elsewhere. Answers lines
 * `{ ok, says }`: `ok` is true, false, or null for what could not be checked.
 */
export const verifyReceipt = async (receipt, { proof = receipt.proof, trusted = [] } = {}) => {
  const lines = [];
  const tell = (ok, says) => (lines.push({ ok, says }), ok);
  if (receipt.format !== 'ecou-receipt/v1')
    return [{ ok: false, says: 'This is no receipt that this verifier knows.' }];
  const { leaf, salt, record, log } = receipt;
  const commitment = hex(await sha256(utf8.encode(canonical({ record, salt }))));
  tell(commitment === leaf.commitment, 'The commitment is to what the receipt says was registered.');
  const { kind, number, registeredAt } = leaf;
  const entry = utf8.encode(canonical({ kind, number, registeredAt, commitment: leaf.commitment }));
  const hash = await leafHash(entry);
  tell(hex(hash) === receipt.leafHash, 'Kind, number, time and commitment make the leaf.');
  const known = await keysOf(trusted);
  const own = await keysOf([...log.promiseKeys, ...log.checkpointKeys]);
  const keys = known.length > 0 ? known : own;
  const isKnown = (key) => known.some((one) => one.text === key.text);
  await sayPromise({ receipt, entry, keys, tell });
  if (proof) await sayProof({ proof, hash, keys, log, tell });
  else tell(null, 'No proof of inclusion came with it: ask the log for one, by the hash of the leaf.');
  if (!own.every(isKnown))
    tell(
      null,
      `The keys are those that the receipt names: compare ${log.checkpointKeys.join(', ')} with what the town made public.`,
    );
  return lines;
};

const sayPromise = async ({ receipt, entry, keys, tell }) => {
  const says = 'The town signed that this comes into the log.';
  try {
    const { text: signed, by } = await openNote(receipt.promise, keys);
    tell(by.length > 0 && signed === `ecou.promise/v1\n${receipt.log.origin}\n${text(entry)}\n`, says);
  } catch {
    tell(false, says);
  }
};

const sayProof = async ({ proof, hash, keys, log, tell }) => {
  const says = 'The leaf is in the log that the town signed.';
  try {
    const checkpoint = await openCheckpoint(proof.checkpoint, keys);
    const root = await rootByInclusion(proof.index, checkpoint.size, hash, proof.hashes.map(fromHex));
    tell(checkpoint.origin === log.origin && root !== undefined && hex(root) === hex(checkpoint.root), says);
    if (checkpoint.witnesses.length > 0)
      tell(true, `Witnesses signed it: ${checkpoint.witnesses.map(({ name }) => name).join(', ')}.`);
  } catch {
    tell(false, says);
  }
};

/* An audit */

const tilePath = (index) => {
  const digits = String(index)
    .padStart(Math.ceil(String(index).length / 3) * 3, '0')
    .match(/.../g);
  return digits.map((part, at) => (at < digits.length - 1 ? `x${part}` : part)).join('/');
};

const partial = (count, index) => {
  const rest = Math.min(width, count - index * width);
  return rest < width ? `.p/${rest}` : '';
};

/** All leaves of a log with so many. */
const readEntries = async (read, size) => {
  const entries = [];
  for (let index = 0; index * width < size; index += 1) {
    const bytes = await read(`tile/entries/${tilePath(index)}${partial(size, index)}`);
    for (let at = 0; at < bytes.length;) {
      const length = bytes[at] * 256 + bytes[at + 1];
      entries.push(bytes.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  if (entries.length !== size) throw new Error(`The log has ${entries.length} leaves, and signed ${size}.`);
  return entries;
};

/** The first tile that does not hold the hashes that the leaves make; undefined where all do. */
const wrongTile = async (read, hashes) => {
  let row = hashes;
  for (let level = 0; row.length > 0; level += 1) {
    const above = [];
    for (let index = 0; index * width < row.length; index += 1) {
      const own = row.slice(index * width, (index + 1) * width);
      const path = `tile/${level}/${tilePath(index)}${partial(row.length, index)}`;
      const bytes = await read(path).catch(() => new Uint8Array());
      if (hex(bytes) !== hex(concat(...own))) return path;
      if (own.length === width) above.push(await rootOf(own));
    }
    row = above;
  }
  return undefined;
};

/**
 * Audits a log. `read(path)`: bytes of a resource of the log; `list()`: the registrations that the town's services say it must have, by context
 * (without it they are not compared); `kept`: checkpoints of before. Answers lines as of a receipt, and the checkpoint to keep.
 */
export const audit = async ({ read, list, keys, kept = [] }) => {
  const lines = [];
  const tell = (ok, says) => (lines.push({ ok, says }), ok);
  let note;
  try {
    note = text(await read('checkpoint'));
    const checkpoint = await openCheckpoint(note, keys);
    tell(true, `The log signed ${checkpoint.size} leaves.`);
    const entries = await readEntries(read, checkpoint.size);
    const hashes = await Promise.all(entries.map(leafHash));
    tell(hex(await rootOf(hashes)) === hex(checkpoint.root), 'Its leaves are those that it signed.');
    const wrong = await wrongTile(read, hashes);
    tell(wrong === undefined, `Its tiles are those of its leaves${wrong ? `, but not ${wrong}` : ''}.`);
    for (const before of kept) await sayKept({ before, checkpoint, hashes, keys, tell });
    if (list) await sayRegistrations({ contexts: await list(), entries: entries.map(text), tell });
  } catch (error) {
    tell(false, `The log cannot be read as it was signed: ${error.message}`);
  }
  return { lines, note };
};

const sayKept = async ({ before, checkpoint, hashes, keys, tell }) => {
  const older = await openCheckpoint(before, keys);
  const says = `It went on from the ${older.size} leaves that were kept.`;
  const same = older.origin === checkpoint.origin && older.size <= hashes.length;
  tell(same && hex(await rootOf(hashes.slice(0, older.size))) === hex(older.root), says);
};

/**
 * Takes the leaves of a context's registrations out of those that are `open`, and notes what has none. The registrations before the first that
 * the log has were made before there was a log.
 */
const takeLeaves = (items, open, found) => {
  let began = false;
  for (const { position, leaf } of items) {
    const entry = canonical(leaf);
    if (leaf.commitment === null) found.erased.push({ ...leaf, position });
    else if (open.get(entry) > 0) {
      began = true;
      open.set(entry, open.get(entry) - 1);
    } else if (began) found.missing.push(`${leaf.kind} ${leaf.number ?? position}`);
    else found.before += 1;
  }
};

/** Takes the leaves of those who were erased out of those that are left, by number and time; answers which have none. */
const takeErased = (erased, left) => {
  const missing = [];
  for (const { kind, number, registeredAt } of erased) {
    const at = left.findIndex((one) => one.kind === kind && one.number === number && one.registeredAt === registeredAt);
    if (at >= 0) left.splice(at, 1);
    else missing.push(`${kind} ${number}`);
  }
  return missing;
};

const sayRegistrations = ({ contexts, entries, tell }) => {
  const open = new Map();
  for (const entry of entries) open.set(entry, (open.get(entry) ?? 0) + 1);
  const found = { missing: [], erased: [], before: 0 };
  for (const items of contexts) takeLeaves(items, open, found);
  const left = [...open].flatMap(([entry, count]) => Array.from({ length: count }, () => JSON.parse(entry)));
  const { erased, before } = found;
  const missing = [...found.missing, ...takeErased(erased, left)];
  tell(
    left.length === 0,
    `Every leaf is a registration that stands${named(left.map(({ kind, number }) => `${kind} ${number}`))}.`,
  );
  tell(missing.length === 0, `Every registration is a leaf${named(missing)}.`);
  if (erased.length > 0)
    tell(null, `${erased.length} name somebody who was erased: only their numbers and times were compared.`);
  if (before > 0) tell(null, `${before} were registered before there was a log.`);
};

const named = (some) => (some.length > 0 ? `, but not ${some.slice(0, 5).join(', ')}` : '');

/* The command */

const seconds = (count) => new Promise((done) => setTimeout(done, count * 1_000));

const get = async (url) => {
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetch(url);
    if (response.ok) return new Uint8Array(await response.arrayBuffer());
    if (response.status !== 429 || attempt === 5) throw new Error(`${url} was answered with ${response.status}.`);
    await seconds(Math.min(60, Number(response.headers.get('retry-after')) || 10));
  }
};

const json = async (url) => JSON.parse(text(await get(url)));

const listed = async (address) => {
  const items = [];
  for (let [after, end] = [0, false]; !end;) {
    const page = await json(`${address}?after=${after}&limit=500`);
    items.push(...page.items);
    [after, end] = [page.position, page.end];
  }
  return items;
};

const option = (args, name) => args.flatMap((arg, at) => (arg === name && args[at + 1] ? [args[at + 1]] : []));

/** A directory in which an audit keeps what the next one compares; without one nothing is kept. */
const keptIn = (dir, { fs, path }) => {
  if (!dir) return { state: { keys: [], checkpoints: [] }, keep: () => undefined };
  const file = path.join(dir, 'kept.json');
  const state = fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : { keys: [], checkpoints: [] };
  const keep = (keys, note) => {
    fs.mkdirSync(dir, { recursive: true });
    const checkpoints = [...new Set([...state.checkpoints.slice(-9), note])];
    fs.writeFileSync(file, JSON.stringify({ keys: keys.map((key) => key.text), checkpoints }));
  };
  return { state, keep };
};

const isBad = (lines) => lines.some(({ ok }) => ok === false);

/** Audits again, since a new registration comes into the log, and under a checkpoint, a little later: for so long, in ms, while something is bad. */
const auditFor = async (wait, given) => {
  let found = await audit(given);
  const until = Date.now() + wait;
  while (isBad(found.lines) && Date.now() < until) {
    await seconds(1);
    found = await audit(given);
  }
  return found;
};

/** The command `audit`, with the modules of Node that it needs. Answers lines as of a receipt. */
export const commandAudit = async (args, node) => {
  const [base] = option(args, '--url');
  if (!base) throw new Error('Name the town by --url https://town.example.ro');
  const log = `${base.replace(/\/+$/, '')}/integrations/v1/transparency`;
  const about = await json(log);
  const { state, keep } = keptIn(option(args, '--keep')[0], node);
  const trusted = [...option(args, '--key'), ...state.keys];
  const own = [...about.checkpointKeys, ...about.witnessKeys];
  const keys = await keysOf(trusted.length > 0 ? trusted : own);
  const wait = 1_000 * Number(option(args, '--wait')[0] ?? 0);
  const { lines, note } = await auditFor(wait, {
    read: (name) => get(`${log}/${name}`),
    list: () => Promise.all(about.registrations.map((address) => listed(new URL(address, base)))),
    keys,
    kept: state.checkpoints,
  });
  if (trusted.length === 0) lines.push({ ok: null, says: `The keys are those that the log names: ${own.join(', ')}` });
  if (!isBad(lines)) keep(keys, note);
  return lines;
};

const commandReceipt = (args, { fs }) => {
  const read = (name) => JSON.parse(fs.readFileSync(name, 'utf8'));
  const [proof] = option(args, '--proof');
  return verifyReceipt(read(args[0]), { trusted: option(args, '--key'), ...(proof ? { proof: read(proof) } : {}) });
};

const marks = new Map([
  [true, 'ok  '],
  [false, 'BAD '],
  [null, '?   '],
]);

const main = async (args) => {
  const node = { fs: await import('node:fs'), path: await import('node:path') };
  try {
    const lines = await (args[0] === 'audit' ? commandAudit(args.slice(1), node) : commandReceipt(args, node));
    for (const { ok, says } of lines) console.log(`${marks.get(ok)} ${says}`);
    process.exitCode = isBad(lines) ? 1 : 0;
  } catch (error) {
    console.error(error.message);
    process.exitCode = 2;
  }
};

const isCommand = async () => {
  if (typeof process === 'undefined' || !process.argv?.[1]) return false;
  const [{ pathToFileURL }, { realpathSync }] = [await import('node:url'), await import('node:fs')];
  return pathToFileURL(realpathSync(process.argv[1])).href === import.meta.url;
};

if (await isCommand()) await main(process.argv.slice(2));
