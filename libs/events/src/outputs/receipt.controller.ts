import { Unknown } from '@ecou/event-sourcing';
import { Answers, Permission } from '@ecou/runtime';
import { positionParams, receiptSchema, Receipts, type Receipt } from '@ecou/runtime/receipts';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';

/** Receipts of what staff registered: versions of reports, corrections of attendance, decisions on recommendations. */
@ApiTags('Registrations')
@Controller('events/v1/registrations')
export class ReceiptController {
  constructor(private readonly receipts: Receipts) {}

  @Get(':position/receipt')
  @Permission('events:read')
  @ApiOperation({
    summary: 'The receipt of a registration',
    description: 'By its position in the list of registrations. Everybody can check it, also without this server.',
  })
  @Answers(receiptSchema)
  async receipt(@Param({ schema: positionParams }) { position }: z.output<typeof positionParams>): Promise<Receipt> {
    const event = await this.receipts.at(position);
    const receipt = event && (await this.receipts.of(event));
    if (!receipt) throw new Unknown('REGISTRATION_UNKNOWN', 'There is no registration at that position.');
    return receipt;
  }
}
