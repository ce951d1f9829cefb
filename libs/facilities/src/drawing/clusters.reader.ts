import { ReadModels } from '@ecou/runtime';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { standsAt } from '../ogc/features-sql.js';
import { clusterOf, clustersSql, type ClusterRow } from './clusters.js';
import type { clusterAnswer, ClustersCriteria } from './clusters.schemas.js';

type Cluster = z.output<typeof clusterAnswer>;

/** Answers that are kept. */
const mostAnswers = 100;
/** The clusters of one that is kept, at most. */
const mostClusters = 1_000;
/** The facilities that one gathers which is kept, at least: to count fewer takes some milliseconds. */
const fewestFacilities = 5_000;

/** Gathers facilities by a grid. What gathers many of them is counted once, as long as the map stands where it stood. */
@Injectable()
export class ClustersReader {
  private readonly kept = new Map<string, { readonly at: number; readonly clusters: readonly Cluster[] }>();

  constructor(private readonly readModels: ReadModels) {}

  async clusters(criteria: ClustersCriteria): Promise<readonly Cluster[]> {
    const key = JSON.stringify(criteria);
    // The map is read after its position: it holds as much, or more.
    const [{ at } = { at: null }] = await this.readModels.query<{ at: number | null }>(`SELECT ${standsAt} AS at`);
    const kept = this.kept.get(key);
    if (kept?.at === at) return kept.clusters;
    const { sql, parameters } = clustersSql(criteria);
    const rows = await this.readModels.query<ClusterRow>(sql, parameters);
    const clusters = rows.map(clusterOf);
    if (at !== null && isWorthKeeping(rows)) this.keep(key, { at, clusters });
    return clusters;
  }

  private keep(key: string, answer: { readonly at: number; readonly clusters: readonly Cluster[] }): void {
    if (this.kept.size >= mostAnswers) this.kept.clear();
    this.kept.set(key, answer);
  }
}

const isWorthKeeping = (rows: readonly ClusterRow[]): boolean =>
  rows.length <= mostClusters && rows.reduce((sum, { count }) => sum + count, 0) >= fewestFacilities;
