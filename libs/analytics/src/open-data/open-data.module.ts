import { CONTEXT_CONFIG, EventSourcingModule } from '@ecou/runtime';
import { Module } from '@nestjs/common';
import { SETTINGS, settingsOf } from '../settings.js';
import { StarModule } from '../star/star.module.js';
import { CatalogueController } from './catalogue/catalogue.controller.js';
import { DatasetFiles } from './dataset-files.js';
import { DatasetsController } from './datasets.controller.js';
import { DatasetsReader } from './datasets.reader.js';
import { Exports } from './exports.js';

/** The figures as open data: datasets in forms for programs, and their catalogue. */
@Module({
  imports: [EventSourcingModule.forFeature({ context: 'analytics' }), StarModule],
  controllers: [DatasetsController, CatalogueController],
  providers: [
    { provide: SETTINGS, useFactory: settingsOf, inject: [CONTEXT_CONFIG] },
    DatasetsReader,
    DatasetFiles,
    Exports,
  ],
})
export class OpenDataModule {}
