import { Unknown } from '@ecou/event-sourcing';
import { Answers, Ignores, OwnTables, Permission, Produces, Public, Representation } from '@ecou/runtime';
import { LogKeys } from '@ecou/runtime/receipts';
import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Checkpoints } from './checkpoints/checkpoints.js';
import {
  aboutAnswer,
  consistencyAnswer,
  consistencyQuery,
  cosignAnswer,
  cosignBody,
  inclusionAnswer,
  inclusionQuery,
  signedAnswer,
  tileNamed,
  tileOfFourParams,
  tileOfThreeParams,
  tileOfTwoParams,
  tileParams,
  type TileParams,
} from './transparency.schemas.js';
import { consistencyProof, inclusionProof } from './tree/merkle.js';
import { Tree } from './tree/tree.js';

const bytesType = 'application/octet-stream';
const described =
  'As C2SP `tlog-tiles` has it: `x001/x234/067` names tile 1,234,067, and `.p/<W>` behind it the first W of one that is not full.';

/** The public log of registrations: everybody can check it, and needs no word of this server. */
@ApiTags('Public log')
@Controller('integrations/v1/transparency')
export class TransparencyController {
  constructor(
    private readonly checkpoints: Checkpoints,
    private readonly tables: OwnTables,
    private readonly keys: LogKeys,
  ) {}

  @Get()
  @Public()
  @ApiOperation({ summary: 'The public log of registrations: its name, size and keys' })
  @Answers(aboutAnswer)
  async about() {
    const size = await this.read((tree) => tree.size());
    const { origin, checkpoints, promises, witnesses } = this.keys;
    const texts = (keys: readonly { readonly text: string }[]) => keys.map(({ text }) => text);
    const lists = { checkpointKeys: texts(checkpoints), promiseKeys: texts(promises), witnessKeys: texts(witnesses) };
    return { origin, size, ...lists, registrations: ['/feedback/v1/registrations', '/events/v1/registrations'] };
  }

  @Get('checkpoint')
  @Public()
  @ApiOperation({ summary: 'The newest checkpoint', description: 'A signed note, by C2SP `tlog-checkpoint`.' })
  @Produces('text/plain')
  async checkpoint(): Promise<Representation> {
    return new Representation('text/plain', await this.checkpoints.latest());
  }

  @Post('checkpoints')
  @HttpCode(200)
  @Permission('log:sign')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({ summary: 'Sign the public log as it stands now', description: 'It is signed each hour by itself.' })
  @Answers(signedAnswer)
  async sign() {
    const { size, note } = await this.checkpoints.sign();
    return { size, checkpoint: note };
  }

  @Post('cosignatures')
  @HttpCode(200)
  @Permission('log:cosign')
  @Ignores('Idempotency-Key', 'If-Match')
  @ApiOperation({
    summary: 'Add what a witness signed under a checkpoint',
    description: 'Of witnesses that `ECOU_LOG_WITNESSES` names. Everybody is served it with the checkpoint.',
  })
  @Answers(cosignAnswer)
  cosign(@Body({ schema: cosignBody }) { checkpoint }: z.output<typeof cosignBody>) {
    return this.checkpoints.cosign(checkpoint);
  }

  @Get('inclusion')
  @Public()
  @ApiOperation({
    summary: 'The proof that a leaf is in the public log',
    description: 'With a checkpoint over it. 404 where the log does not have the leaf, or not yet.',
  })
  @Answers(inclusionAnswer)
  async inclusion(@Query({ schema: inclusionQuery }) { leaf, index: asked }: z.output<typeof inclusionQuery>) {
    const found = asked ?? (await this.read((tree) => tree.indexOf(Buffer.from(leaf ?? '', 'hex'))));
    const size = await this.read((tree) => tree.size());
    if (found === undefined || found >= size) throw new Unknown('LEAF_UNKNOWN', 'The log does not have this leaf yet.');
    const checkpoint = await this.checkpoints.covering(found + 1);
    const hashes = await this.read((tree) => inclusionProof(found, checkpoint.size, tree.nodes));
    return { index: found, size: checkpoint.size, hashes: hashes.map(hexOf), checkpoint: checkpoint.note };
  }

  @Get('consistency')
  @Public()
  @ApiOperation({ summary: 'The proof that the public log went on from an older checkpoint' })
  @Answers(consistencyAnswer)
  async consistency(@Query({ schema: consistencyQuery }) { from, to: asked }: z.output<typeof consistencyQuery>) {
    const to = asked ?? (await this.checkpoints.covering(0)).size;
    if (from > to || to > (await this.read((tree) => tree.size())))
      throw new Unknown('SIZE_UNKNOWN', 'The log does not have as many leaves.');
    const hashes = await this.read((tree) => consistencyProof(from, to, tree.nodes));
    return { from, to, hashes: hashes.map(hexOf) };
  }

  @Get('tile/:level/:a')
  @Public()
  @ApiOperation({ summary: 'A full tile of the public log, or of its leaves', description: described })
  @Produces(bytesType)
  tile(@Param({ schema: tileParams }) name: TileParams) {
    return this.tileOf(name);
  }

  @Get('tile/:level/:a/:b')
  @Public()
  @ApiOperation({ summary: 'A tile of the public log that is not full, or has a longer name', description: described })
  @Produces(bytesType)
  tileOfTwo(@Param({ schema: tileOfTwoParams }) name: TileParams) {
    return this.tileOf(name);
  }

  @Get('tile/:level/:a/:b/:c')
  @Public()
  @ApiOperation({ summary: 'A tile of the public log with a name of three parts', description: described })
  @Produces(bytesType)
  tileOfThree(@Param({ schema: tileOfThreeParams }) name: TileParams) {
    return this.tileOf(name);
  }

  @Get('tile/:level/:a/:b/:c/:d')
  @Public()
  @ApiOperation({ summary: 'A tile of the public log with a name of four parts', description: described })
  @Produces(bytesType)
  tileOfFour(@Param({ schema: tileOfFourParams }) name: TileParams) {
    return this.tileOf(name);
  }

  private async tileOf(name: TileParams): Promise<Representation> {
    const { index, width } = tileNamed(name);
    const bytes = await this.read((tree) =>
      name.level === 'entries' ? tree.entries(index, width) : tree.tile({ level: Number(name.level), index }, width),
    );
    if (!bytes) throw new Unknown('TILE_UNKNOWN', 'The log has no such tile.');
    return new Representation(bytesType, bytes);
  }

  private read<T>(work: (tree: Tree) => Promise<T>): Promise<T> {
    return this.tables.transaction((run) => work(new Tree(run)));
  }
}

const hexOf = (hash: Buffer): string => hash.toString('hex');
