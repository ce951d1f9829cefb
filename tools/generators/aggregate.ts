import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contextFolder, eventsFiles, sourcesIn } from './contexts.ts';
import { goldenSpecs, keepGolden } from './event.ts';
import { parseFields, sampleOf, shape, type Field } from './fields.ts';
import { asKebab, camelCase, constantCase, pascalCase, plural, sentence, withArticle, words } from './names.ts';
import { Refused } from './refused.ts';
import { relativeModule, Source, writeFormatted } from './source.ts';

/** What the files of an aggregate are made of. */
interface Parts {
  readonly context: string;
  /** `civic-event` */
  readonly name: string;
  /** `CivicEvent` */
  readonly Name: string;
  /** `civicEvent` */
  readonly variable: string;
  /** `civic event` */
  readonly spoken: string;
  readonly fields: readonly Field[];
  /** Name and module of the function that compares JSON values. */
  readonly same: readonly [name: string, module: string];
}

/**
 * `aggregate <context> <name> [field:type...]`: an aggregate that can be created and read over HTTP (its events, its rules and their
 * spec, its routes), and its place in the context.
 */
export async function generateAggregate(root: string, [context, asked, ...rest]: readonly string[]): Promise<string[]> {
  const folder = contextFolder(root, context);
  const name = asKebab(asked, 'The aggregate');
  const fields = parseFields(rest.length > 0 ? rest : ['title:localizedText']);
  if (fields.some(({ type }) => type === 'personal'))
    throw new Refused(
      'What is personal is sealed before it becomes a command: add its event by the generator of events.',
    );
  const own = join(folder, name);
  if (existsSync(own) || eventsFiles(folder).some(({ category }) => category === name))
    throw new Refused(`${name} is there already.`);
  mkdirSync(own);

  const { path: samePath, name: same, written } = await comparison(folder);
  const file = (kind: string) => join(own, `${name}.${kind}.ts`);
  const Name = pascalCase(name);
  const parts: Parts = {
    context: context ?? '',
    name,
    Name,
    variable: camelCase(name),
    spoken: words(Name),
    fields,
    same: [same, relativeModule(file('decider'), samePath)],
  };
  const texts = { events, decider, 'decider.spec': spec, aggregate, schemas, queries, controller };
  for (const [kind, text] of Object.entries(texts)) await writeFormatted(file(kind), text(parts));
  const listed = await listInContext(folder, parts);
  const golden = [...(await declareGolden(folder, parts)), ...(await keepGolden(folder, `${Name}Created`, fields))];
  return [...Object.keys(texts).map(file), ...written, listed, ...new Set(golden)];
}

/** The context's function that compares JSON values; one is written where there is none. */
async function comparison(folder: string): Promise<{ path: string; name: string; written: string[] }> {
  const form = /^export (?:const|function) (same(?:Content)?)\b.*\bone: unknown, other: unknown\)/m;
  for (const path of sourcesIn(folder)) {
    const [, name] = form.exec(readFileSync(path, 'utf8')) ?? [];
    if (name) return { path, name, written: [] };
  }
  const path = join(folder, 'same.ts');
  await writeFormatted(
    path,
    `/** Whether two JSON values hold the same; the order of an object's keys, and keys without a value, do not count. */
export function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const left = entriesOf(one);
  const right = new Map(entriesOf(other));
  return left.length === right.size && left.every(([key, value]) => right.has(key) && same(value, right.get(key)));
}

const entriesOf = (value: object) => Object.entries(value).filter(([, content]) => content !== undefined);
`,
  );
  return { path, name: 'same', written: [path] };
}

async function listInContext(folder: string, { name, Name, variable }: Parts): Promise<string> {
  const source = new Source(join(folder, 'context.ts'));
  const [definition] = source.call('defineContext') ?? [];
  const entries = [
    ['events', `${variable}Events`, 'events'],
    ['controllers', `${Name}Controller`, 'controller'],
    ['providers', `${Name}Handler`, 'aggregate'],
    ['providers', `Get${Name}Handler`, 'queries'],
  ] as const;
  for (const [list, entry, kind] of entries) {
    source.import(entry, join(folder, name, `${name}.${kind}.ts`));
    source.add(source.property(definition, list), entry, list);
  }
  await source.save();
  return source.path;
}

/** The aggregate's events, among those of which golden forms are kept. */
async function declareGolden(folder: string, { name, variable }: Parts): Promise<string[]> {
  const [spec] = goldenSpecs(folder);
  if (!spec) return [];
  const source = new Source(spec);
  source.import(`${variable}Events`, join(folder, name, `${name}.events.ts`));
  source.add(source.call('goldenEvents')?.[1], `${variable}Events`, 'golden events');
  await source.save();
  return [spec];
}

const sharedIn = (text: string): string => {
  const shared = ['instant', 'localizedText'].filter((word) => new RegExp(`\\b${word}\\b`).test(text));
  return shared.length === 0 ? '' : `import { ${shared.join(', ')} } from '@ecou/contracts';\n`;
};

const events = ({
  name,
  Name,
  variable,
  spoken,
  fields,
}: Parts): string => `${sharedIn(shape(fields))}import { defineEvents, type EventOf } from '@ecou/event-sourcing';
import { z } from 'zod';

/** What is known of ${withArticle(spoken)}. */
export const ${variable}Details = z.object({ ${shape(fields)} });
export type ${Name}Details = z.output<typeof ${variable}Details>;

export const ${variable}Events = defineEvents('${name}', {
  ${Name}Created: ${variable}Details,
});
export type ${Name}Event = EventOf<typeof ${variable}Events>;
`;

const decider = ({
  name,
  Name,
  variable,
  spoken,
  same: [same, from],
}: Parts): string => `import { assertNever, Rejected, Unknown, type Decider } from '@ecou/event-sourcing';
import { ${same} } from '${from}';
import type { ${Name}Details, ${Name}Event } from './${name}.events.js';

export type Create${Name} = { readonly type: 'Create${Name}'; readonly details: ${Name}Details };
export type ${Name}CommandBody = Create${Name};

export interface ${Name} {
  readonly details: ${Name}Details;
}

export const ${variable}Decider: Decider<${Name}CommandBody, ${Name} | null, ${Name}Event> = {
  initial: null,
  decide: ({ details }, ${variable}) => create(details, ${variable}),
  evolve(${variable}, event) {
    // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- more events will follow
    switch (event.type) {
      case '${Name}Created':
        return { details: event.data };
      default:
        return assertNever(event);
    }
  },
};

/** The ${spoken}. Throws \`Unknown\` where there is none. */
export function known(${variable}: ${Name} | null): ${Name} {
  if (!${variable}) throw new Unknown('${constantCase(Name)}_UNKNOWN', 'There is no such ${spoken}.');
  return ${variable};
}

function create(details: ${Name}Details, ${variable}: ${Name} | null): ${Name}Event[] {
  if (!${variable}) return [{ type: '${Name}Created', data: details }];
  if (${same}(details, ${variable}.details)) return [];
  throw new Rejected('${constantCase(Name)}_EXISTS', '${sentence(name).slice(0, -1)} with this id exists, and says something else.');
}
`;

const spec = ({
  name,
  Name,
  variable,
  spoken,
  fields,
}: Parts): string => `import { specify } from '@ecou/event-sourcing/testing';
import { describe, expect, it } from '@jest/globals';
import { ${variable}Decider, known, type ${Name}CommandBody } from './${name}.decider.js';
import type { ${Name}Details, ${Name}Event } from './${name}.events.js';

const given = specify(${variable}Decider);

const details: ${Name}Details = ${JSON.stringify(sampleOf(fields))};
const create: ${Name}CommandBody = { type: 'Create${Name}', details };
const created: ${Name}Event = { type: '${Name}Created', data: details };

describe('${withArticle(spoken)}', () => {
  it('is created', () => {
    given().when(create).then(created);
    expect(known(given(created).state())).toEqual({ details });
  });
  it('is created once: a repeat changes nothing', () => {
    given(created).when(create).then();
  });
  it('is not created again with other content', () => {
    const other = { ...details, more: true };
    given(created).when({ ...create, details: other }).thenRejected('${constantCase(Name)}_EXISTS');
  });
  it('is not known before it was created', () => {
    expect(() => known(given().state())).toThrow('There is no such ${spoken}.');
  });
});
`;

const aggregate = ({ name, Name, variable }: Parts): string => `import type { Aggregate } from '@ecou/event-sourcing';
import { AggregateCommand, Aggregates } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ${variable}Decider, type ${Name}, type ${Name}CommandBody } from './${name}.decider.js';
import { ${variable}Events, type ${Name}Event } from './${name}.events.js';

export const ${variable}: Aggregate<${Name}CommandBody, ${Name} | null, ${Name}Event> = {
  category: ${variable}Events.category,
  events: ${variable}Events,
  decider: ${variable}Decider,
};

export class ${Name}Command extends AggregateCommand<${Name}CommandBody> {}

@CommandHandler(${Name}Command)
export class ${Name}Handler implements ICommandHandler<${Name}Command> {
  constructor(private readonly aggregates: Aggregates) {}

  execute({ id, command, context }: ${Name}Command) {
    return this.aggregates.execute(${variable}, id, command, context);
  }
}
`;

const schemas = ({ name, Name, variable }: Parts): string => `import { asOfQuery } from '@ecou/runtime';
import { z } from 'zod';
import { ${variable}Details } from './${name}.events.js';

export const create${Name}Body = z
  .strictObject({
    id: z.uuid().optional().describe('Chosen by the caller, so that the same thing can be sent again.'),
    ...${variable}Details.shape,
  })
  .meta({ id: 'Create${Name}' });

export const ${variable}Params = z.strictObject({ id: z.uuid() });

export const ${variable}Query = z.strictObject(asOfQuery);

export const ${variable}Answer = ${variable}Details.extend({ id: z.uuid(), version: z.int() }).meta({ id: '${Name}' });
export type ${Name}Answer = z.output<typeof ${variable}Answer>;
`;

const queries = ({
  name,
  Name,
  variable,
  spoken,
}: Parts): string => `import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Query, QueryHandler, type IQueryHandler } from '@nestjs/cqrs';
import { ${variable} } from './${name}.aggregate.js';
import { known } from './${name}.decider.js';
import type { ${Name}Answer } from './${name}.schemas.js';

/** One ${spoken}, folded from its stream: as it is, or as it stood (\`asOf\`: a position, or a time). */
export class Get${Name} extends Query<Versioned<${Name}Answer>> {
  constructor(
    readonly id: string,
    readonly asOf?: string,
  ) {
    super();
  }
}

@QueryHandler(Get${Name})
export class Get${Name}Handler implements IQueryHandler<Get${Name}> {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  async execute({ id, asOf }: Get${Name}): Promise<Versioned<${Name}Answer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(${variable}, id, upTo);
    return new Versioned({ id, ...known(state).details, version }, version);
  }
}
`;

const controller = ({
  context,
  name,
  Name,
  variable,
  spoken,
}: Parts): string => `import { randomUUID } from 'node:crypto';
import { Answers, Context, Permission } from '@ecou/runtime';
import type { CommandContext } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ${Name}Command } from './${name}.aggregate.js';
import { Get${Name} } from './${name}.queries.js';
import { create${Name}Body, ${variable}Answer, ${variable}Params, ${variable}Query } from './${name}.schemas.js';

@ApiTags('${plural(spoken).replace(/^./, (letter) => letter.toUpperCase())}')
@Controller('${context}/v1/${plural(name)}')
export class ${Name}Controller {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post()
  @Permission('${context}:write')
  @ApiOperation({
    summary: 'Create ${withArticle(spoken)}',
    description: 'The same body with the same \`id\` again changes nothing; another body with it is refused.',
  })
  create(
    @Body({ schema: create${Name}Body }) { id, ...details }: z.output<typeof create${Name}Body>,
    @Context() context: CommandContext,
  ) {
    return this.commands.execute(new ${Name}Command(id ?? randomUUID(), { type: 'Create${Name}', details }, context));
  }

  @Get(':id')
  @Permission('${context}:read')
  @ApiOperation({ summary: 'One ${spoken}', description: 'As it is, or as it stood.' })
  @Answers(${variable}Answer)
  get(
    @Param({ schema: ${variable}Params }) { id }: z.output<typeof ${variable}Params>,
    @Query({ schema: ${variable}Query }) { asOf }: z.output<typeof ${variable}Query>,
  ) {
    return this.queries.execute(new Get${Name}(id, asOf));
  }
}
`;
