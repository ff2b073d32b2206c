import { z } from 'zod';

/**
 * What `npm start` brought up, as `GET /dev/info` tells it to the sample dashboard, which says so on screen. It goes
 * from the starter to the server child in the variable ASIDE_DEV_INFO.
 */
export const devInfo = z.strictObject({
  model: z.strictObject({ stand_in: z.boolean(), name: z.string(), url: z.string().nullable() }),
  mail: z.strictObject({ stand_in: z.boolean(), inbox_url: z.string().nullable() }),
  database: z.strictObject({ embedded: z.boolean(), place: z.string() }),
  backplane: z.enum(['redis', 'postgres']),
  queues_url: z.string(),
  users: z.array(z.strictObject({ user: z.string(), name: z.string(), roles: z.array(z.string()) })),
});

export type DevInfo = z.infer<typeof devInfo>;
