import { position } from '@ecou/contracts';
import { z } from 'zod';
import { facilitiesQuery, facilityAnswer } from '../facility/facility.schemas.js';
import { feature, featureProperties } from '../ogc/ogc.schemas.js';
import { cellsIn } from './cells.js';

/** More than four screens of the largest kind show. */
const mostCells = 10_000;

const { bbox, kind, status } = facilitiesQuery.shape;

export const clustersQuery = z
  .strictObject({
    bbox: bbox.unwrap().describe('`minLon,minLat,maxLon,maxLat`, as in the list of facilities.'),
    zoom: z.coerce
      .number()
      .int()
      .min(0)
      .max(22)
      .describe('Of a web map whose tiles have 256 pixels: one cell is 64 pixels wide.'),
    kind,
    status,
  })
  .refine(({ bbox: box, zoom }) => cellsIn(box, zoom) <= mostCells, {
    error: `The box has more than ${mostCells} cells at this zoom`,
    path: ['zoom'],
    params: { code: 'ZOOM_TOO_HIGH' },
  });
export type ClustersCriteria = z.output<typeof clustersQuery>;

export const clusterAnswer = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('Point'), coordinates: position }),
  properties: featureProperties
    .pick({ name: true, name_en: true, kind: true, status: true })
    .extend({ id: facilityAnswer.shape.id })
    .partial()
    .extend({ count: z.int().describe('Facilities in the cell; what else stands here is of the only one.') }),
});

export const clustersAnswer = z.object({ type: z.literal('FeatureCollection'), features: z.array(clusterAnswer) });

export const mapAnswer = z.object({ type: z.literal('FeatureCollection'), features: z.array(feature) });
