import { UploadHandler } from './upload.command.js';
import { UploadController } from './upload.controller.js';
import { uploadEvents } from './upload.events.js';
import { Uploads } from './uploads.js';

/** Files that are handed in, as parts of the context. */
export const uploadParts = {
  events: [uploadEvents],
  controllers: [UploadController],
  providers: [UploadHandler, Uploads],
};
