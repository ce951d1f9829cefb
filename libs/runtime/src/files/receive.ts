import type { MultipartFile, MultipartValue } from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../problems/problem.js';
import { unstorableIn } from '../problems/unstorable.js';
import { inspect, type FilePart, type ReceivedFile } from './received-file.js';

/** Which files a route takes. */
export interface FileRules {
  /** Name of the field that they come in. */
  readonly field: string;
  /** The most files. */
  readonly most: number;
  /** Of each, in bytes. */
  readonly bytes: number;
  /** True where there must be one: nothing else than a form is documented then. */
  readonly required?: true;
}

const mostFields = 50;
const fieldBytes = 64 * 1024;

const codeOf = (error: unknown): unknown => (error as { code?: unknown } | null)?.code;

const at = (path: string, status: number, code: string, message: string): Problem =>
  new Problem(status, code, message, { errors: [{ path, code, message }] });

/**
 * The fields of a form that may carry files, as the body of its route: each field by its name, the files as a list of `ReceivedFile` under
 * theirs. Throws problems: 413 `FILE_TOO_LARGE`, `FILES_TOO_MANY` or `BODY_TOO_LARGE`, 400 `FORM_INVALID`, 400 `UNKNOWN_FIELD` for a
 * file in another field, and those of `inspect`.
 */
export async function receiveForm(
  request: FastifyRequest,
  rules: FileRules | undefined,
  isPublic: boolean,
): Promise<object> {
  const { fields, files } = await read(request, rules);
  const fault = unstorableIn(fields);
  if (fault) throw fault;
  if (!rules) return fields;
  const received: ReceivedFile[] = [];
  // One after the other: pictures are decoded in memory.
  for (const [index, file] of files.entries()) {
    const kept = await inspect(file, isPublic);
    // Encoded anew, a picture may be larger than it came.
    if (kept.size > rules.bytes) throw tooLarge(rules, index);
    received.push(kept);
  }
  return { ...fields, [rules.field]: received };
}

interface Form {
  readonly fields: Record<string, unknown>;
  readonly files: readonly FilePart[];
}

const limitsOf = ({ most, bytes }: Pick<FileRules, 'most' | 'bytes'>) => ({
  files: most,
  fileSize: bytes,
  fields: mostFields,
  fieldSize: fieldBytes,
  parts: mostFields + most,
});

async function read(request: FastifyRequest, rules: FileRules | undefined): Promise<Form> {
  const fields: Record<string, unknown> = {};
  const files: FilePart[] = [];
  const limits = limitsOf(rules ?? { most: 1, bytes: fieldBytes });
  try {
    for await (const part of request.parts({ limits })) {
      if (part.type === 'field') add(fields, fieldOf(part.fieldname, rules), textOf(part));
      else if (rules) await take(part, files, rules);
      else refuseFile(part);
    }
  } catch (error) {
    throw problemOfForm(error, rules, files.length);
  }
  return { fields, files };
}

function fieldOf(name: string, rules: FileRules | undefined): string {
  if (name === rules?.field) throw at(name, 400, 'FILE_EXPECTED', 'This field takes files.');
  return name;
}

const invalidForm = () => new Problem(400, 'FORM_INVALID', 'The body is not a valid form.');
const formTooLarge = () => new Problem(413, 'BODY_TOO_LARGE', 'The form holds more than this address takes.');

/** A field is text: one that says it is JSON comes parsed, past every limit on JSON. */
function textOf({ value, valueTruncated }: MultipartValue): string {
  if (typeof value !== 'string') throw invalidForm();
  if (valueTruncated) throw formTooLarge();
  return value;
}

async function take(part: MultipartFile, files: FilePart[], rules: FileRules): Promise<void> {
  const { field } = rules;
  const bytes = await part.toBuffer();
  // The last piece may be cut off without an error.
  if (part.file.truncated) throw tooLarge(rules, files.length);
  // What a browser sends for a field in which nobody chose a file.
  if (!part.filename && bytes.length === 0) return;
  if (part.fieldname !== field) throw at(part.fieldname, 400, 'UNKNOWN_FIELD', 'There is no such field.');
  files.push({ path: `${field}.${files.length}`, name: part.filename, declared: part.mimetype, bytes });
}

/** A field that comes several times holds all of its values. */
function add(fields: Record<string, unknown>, name: string, value: string): void {
  const there = fields[name];
  fields[name] = there === undefined ? value : [there, value].flat();
}

/** A form that takes no files leaves out a field in which nobody chose one. */
function refuseFile({ file, filename, fieldname }: MultipartFile): void {
  file.resume();
  if (filename) throw at(fieldname, 400, 'FILE_NOT_TAKEN', 'This address takes no files.');
}

const tooLarge = ({ field, bytes }: FileRules, index: number): Problem =>
  at(`${field}.${index}`, 413, 'FILE_TOO_LARGE', `A file may have ${Math.floor(bytes / 1024)} KiB at most.`);

/** The problem for a form that cannot be read. */
function problemOfForm(error: unknown, rules: FileRules | undefined, index: number): unknown {
  if (error instanceof Problem) return error;
  const code = codeOf(error);
  if (rules && code === 'FST_REQ_FILE_TOO_LARGE') return tooLarge(rules, index);
  if (rules && code === 'FST_FILES_LIMIT') {
    return at(rules.field, 413, 'FILES_TOO_MANY', `At most ${rules.most} files are taken at a time.`);
  }
  const limit = typeof code === 'string' && /^FST_(?:REQ_FILE_TOO_LARGE|(?:FILES|PARTS|FIELDS)_LIMIT)$/.test(code);
  return limit ? formTooLarge() : invalidForm();
}
