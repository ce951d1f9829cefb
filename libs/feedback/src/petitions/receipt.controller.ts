import { Answers, Html, LinkRoute } from '@ecou/runtime';
import { receiptSchema } from '@ecou/runtime/receipts';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { receiptPage } from './status/receipt-page.js';
import { ReceiptPictures } from './status/receipt-pictures.js';
import { nothingToSeePage } from './status/status-page.js';
import { numberParams, statusQuery, type StatusQuery } from './status/status.schemas.js';
import { readerOf, TokenHeader, Visitor, type Visiting } from './status/visitor.js';
import { isNothingToSee, StatusAccess } from './status-access.js';
import { PetitionReceiptReader } from './views/petition-receipt.reader.js';

/** The receipt of a petition, for whoever has its link. */
@ApiTags('Status')
@Controller('feedback/v1/status')
export class ReceiptController {
  constructor(
    private readonly access: StatusAccess,
    private readonly receipts: PetitionReceiptReader,
    private readonly pictures: ReceiptPictures,
  ) {}

  @Get(':number/receipt')
  @LinkRoute('The receipt of a petition, by which everybody can check it; a page to be printed, or JSON')
  @Answers(receiptSchema)
  @TokenHeader
  async receipt(
    @Param({ schema: numberParams }) { number }: z.output<typeof numberParams>,
    @Query({ schema: statusQuery }) query: StatusQuery,
    @Visitor() visitor: Visiting,
  ) {
    const { token, address, html, lang = 'ro' } = readerOf(query, visitor);
    try {
      const receipt = await this.receipts.logReceipt(await this.access.open({ number, token, address }));
      return html ? new Html(receiptPage(receipt, await this.pictures.of(receipt), lang)) : receipt;
    } catch (error) {
      if (html && isNothingToSee(error)) return new Html(nothingToSeePage(lang), undefined, 404);
      throw error;
    }
  }
}
