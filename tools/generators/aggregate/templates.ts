import { intSpec, spec } from './specs.ts';
import type { Parts } from './parts.ts';
import { shape } from '../tree/fields.ts';
import { constantCase, plural, sentence, withArticle } from '../tree/names.ts';

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

/** The facts that ${withArticle(spoken)} is described by. */
export const ${variable}Details = z.object({ ${shape(fields)} });
export type ${Name}Details = z.output<typeof ${variable}Details>;

export const ${variable}Events = defineEvents('${name}', {
  ${Name}Created: ${variable}Details,
  ${Name}Changed: ${variable}Details,
});
export type ${Name}Event = EventOf<typeof ${variable}Events>;
`;

const decider = ({
  name,
  Name,
  variable,
  spoken,
}: Parts): string => `import { assertNever, Rejected, same, Unknown, type Decider } from '@ecou/event-sourcing';
import type { ${Name}Details, ${Name}Event } from './${name}.events.js';

export type Create${Name} = { readonly type: 'Create${Name}'; readonly details: ${Name}Details };
export type Change${Name} = { readonly type: 'Change${Name}'; readonly details: ${Name}Details };
export type ${Name}CommandBody = Create${Name} | Change${Name};

export interface ${Name} {
  readonly details: ${Name}Details;
  /** The details that it was created with, so that creating it again is recognised. */
  readonly created: ${Name}Details;
}

export const ${variable}Decider: Decider<${Name}CommandBody, ${Name} | null, ${Name}Event> = {
  initial: null,
  decide(command, ${variable}) {
    switch (command.type) {
      case 'Create${Name}':
        return create(command.details, ${variable});
      case 'Change${Name}':
        return change(command.details, require${Name}(${variable}));
      default:
        return assertNever(command);
    }
  },
  evolve(${variable}, event) {
    switch (event.type) {
      case '${Name}Created':
        return { details: event.data, created: event.data };
      case '${Name}Changed':
        return { ...require${Name}(${variable}), details: event.data };
      default:
        return assertNever(event);
    }
  },
};

/** The ${spoken}. Throws \`Unknown\` where there is none. */
export function require${Name}(${variable}: ${Name} | null): ${Name} {
  if (!${variable}) throw new Unknown('${constantCase(Name)}_UNKNOWN', 'There is no such ${spoken}.');
  return ${variable};
}

function create(details: ${Name}Details, ${variable}: ${Name} | null): ${Name}Event[] {
  if (!${variable}) return [{ type: '${Name}Created', data: details }];
  if (same(details, ${variable}.created)) return [];
  throw new Rejected('${constantCase(Name)}_EXISTS', '${sentence(name).slice(0, -1)} with this id exists, and says something else.');
}

function change(details: ${Name}Details, ${variable}: ${Name}): ${Name}Event[] {
  return same(details, ${variable}.details) ? [] : [{ type: '${Name}Changed', data: details }];
}
`;

const aggregate = ({ name, Name, variable }: Parts): string => `import type { Aggregate } from '@ecou/event-sourcing';
import { ${variable}Decider, type ${Name}, type ${Name}CommandBody } from './${name}.decider.js';
import { ${variable}Events, type ${Name}Event } from './${name}.events.js';

export const ${variable}: Aggregate<${Name}CommandBody, ${Name} | null, ${Name}Event> = {
  category: ${variable}Events.category,
  events: ${variable}Events,
  decider: ${variable}Decider,
};
`;

const command = ({ name, Name, variable }: Parts): string => `import { UnitsOfWork } from '@ecou/event-sourcing';
import { AggregateCommand } from '@ecou/runtime';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ${variable} } from './${name}.aggregate.js';
import type { ${Name}CommandBody } from './${name}.decider.js';

export class ${Name}Command extends AggregateCommand<${Name}CommandBody> {}

@CommandHandler(${Name}Command)
export class ${Name}Handler implements ICommandHandler<${Name}Command> {
  constructor(private readonly units: UnitsOfWork) {}

  execute({ id, command, context }: ${Name}Command) {
    return this.units.run(context, (work) => work.decide(${variable}, id, command));
  }
}
`;

const schemas = ({ name, Name, variable }: Parts): string => `import { newId } from '@ecou/runtime';
import { z } from 'zod';
import { ${variable}Details } from './${name}.events.js';

export const create${Name}Body = z
  .strictObject({ id: newId, ...${variable}Details.shape })
  .meta({ id: 'Create${Name}' });

export const change${Name}Body = z.strictObject(${variable}Details.shape).meta({ id: 'Change${Name}' });

export const ${variable}Answer = ${variable}Details.extend({ id: z.uuid(), version: z.int() }).meta({ id: '${Name}' });
export type ${Name}Answer = z.output<typeof ${variable}Answer>;
`;

const reader = ({
  name,
  Name,
  variable,
  spoken,
}: Parts): string => `import { Aggregates, ReadModels, Versioned } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import { ${variable} } from '../${name}/${name}.aggregate.js';
import { require${Name} } from '../${name}/${name}.decider.js';
import type { ${Name}Answer } from '../${name}/${name}.schemas.js';

/** Reads ${plural(spoken)}. */
@Injectable()
export class ${Name}Reader {
  constructor(
    private readonly aggregates: Aggregates,
    private readonly readModels: ReadModels,
  ) {}

  /** One ${spoken}, folded from its stream: as it is, or as it stood (\`asOf\`: a position, or a time). Throws \`Unknown\`. */
  async get(id: string, asOf?: string): Promise<Versioned<${Name}Answer>> {
    const upTo = await this.readModels.resolveAsOf(asOf);
    const { state, version } = await this.aggregates.load(${variable}, id, upTo);
    return new Versioned({ id, ...require${Name}(state).details, version }, version);
  }
}
`;

const controller = ({
  context,
  permissions,
  name,
  Name,
  variable,
  spoken,
}: Parts): string => `import type { CommandContext } from '@ecou/event-sourcing';
import { Answers, asOfOnly, Context, idParams, Permission, RequiresIfMatch } from '@ecou/runtime';
import type { AsOf, IdParams } from '@ecou/runtime';
import { Body, Controller, Get, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { ${Name}Command } from './${name}/${name}.command.js';
import type { ${Name}CommandBody } from './${name}/${name}.decider.js';
import { change${Name}Body, create${Name}Body, ${variable}Answer } from './${name}/${name}.schemas.js';
import { ${Name}Reader } from './views/${name}.reader.js';

@ApiTags('${plural(spoken).replace(/^./, (letter) => letter.toUpperCase())}')
@Controller('${context}/v1/${plural(name)}')
export class ${Name}Controller {
  constructor(
    private readonly commands: CommandBus,
    private readonly reader: ${Name}Reader,
  ) {}

  @Post()
  @Permission('${permissions}:write')
  @ApiOperation({
    summary: 'Create ${withArticle(spoken)}',
    description: 'The same body with the same \`id\` again changes nothing; another body with it is refused.',
  })
  create(
    @Body({ schema: create${Name}Body }) { id, ...details }: z.output<typeof create${Name}Body>,
    @Context() context: CommandContext,
  ) {
    return this.run(id ?? context.commandId, { type: 'Create${Name}', details }, context);
  }

  @Get(':id')
  @Permission('${permissions}:read')
  @ApiOperation({ summary: 'One ${spoken}', description: 'As it is, or as it stood.' })
  @Answers(${variable}Answer)
  get(
    @Param({ schema: idParams }) { id }: IdParams,
    @Query({ schema: asOfOnly }) { asOf }: AsOf,
  ) {
    return this.reader.get(id, asOf);
  }

  @Put(':id')
  @Permission('${permissions}:write')
  @RequiresIfMatch()
  @ApiOperation({ summary: 'Change ${withArticle(spoken)}', description: 'The body replaces all of it.' })
  change(
    @Param({ schema: idParams }) { id }: IdParams,
    @Body({ schema: change${Name}Body }) details: z.output<typeof change${Name}Body>,
    @Context() context: CommandContext,
  ) {
    return this.run(id, { type: 'Change${Name}', details }, context);
  }

  private run(id: string, command: ${Name}CommandBody, context: CommandContext) {
    return this.commands.execute(new ${Name}Command(id, command, context));
  }
}
`;

/** The files of an aggregate by their place in its room. */
export const filesOf = (parts: Parts): readonly (readonly [path: string, text: string])[] => {
  const own = { events, decider, 'decider.spec': spec, aggregate, command, schemas, 'int.spec': intSpec };
  const { name } = parts;
  return [
    ...Object.entries(own).map(([kind, text]) => [`${name}/${name}.${kind}.ts`, text(parts)] as const),
    [`views/${name}.reader.ts`, reader(parts)],
    [`${name}.controller.ts`, controller(parts)],
  ];
};
