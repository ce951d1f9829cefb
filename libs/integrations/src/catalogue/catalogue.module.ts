import { Module } from '@nestjs/common';
import { CatalogueController } from './catalogue.controller.js';

/** The catalogue: all public messages, and their meaning. */
@Module({ controllers: [CatalogueController] })
export class CatalogueModule {}
