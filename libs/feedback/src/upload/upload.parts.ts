import { UploadHandler } from './upload.command.js';
import { UploadController } from './upload.controller.js';
import { uploadEvents } from './upload.events.js';
import { Uploads } from './uploads.js';

/** What files that are handed in bring into the context. */
export const uploadParts = {
  events: [uploadEvents],
  controllers: [UploadController],
  providers: [UploadHandler, Uploads],
};
