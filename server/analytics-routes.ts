import { usageQuery } from '../core/contracts/analytics.js';
import type { Db } from '../core/store/data-source.js';
import { admins } from './auth/identity.js';
import { reportUsageHandler } from './handlers/report-usage.js';
import { type Endpoint, endpoint } from './http/endpoint.js';

/** Figures for administrators: below a prefix of its own, like the chat's table in `routes.ts`. */
export function analyticsRoutes(deps: { db: Db }): Endpoint[] {
  return [
    endpoint({
      method: 'get',
      path: '/usage',
      roles: admins,
      query: usageQuery,
      success: 200,
      handler: reportUsageHandler(deps),
    }),
  ];
}
