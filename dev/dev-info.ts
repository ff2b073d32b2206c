import { z } from 'zod';

/**
 * What `npm start` brought up, as `GET /dev/info` tells it to the sample dashboard, which says so on screen. It goes
 * from the starter to the server child in the variable ASIDE_DEV_INFO.
 */
export const devInfo = z.strictObject({
  bedrock: z.enum(['stand-in', 'aws']),
  model: z.string(),
  /** Page of the stand-in. */
  bedrock_url: z.string().nullable(),
  /** Of Bedrock; null where none is set. */
  knowledge_base: z.enum(['stand-in', 'aws']).nullable(),
  ses: z.enum(['stand-in', 'aws']),
  /** Page with the mail that the stand-in took. */
  mail_url: z.string().nullable(),
  database: z.enum(['embedded', 'given']),
  /** Folder of the data, or host and database. */
  database_place: z.string(),
  backplane: z.enum(['redis', 'postgres']),
  /** Opens Bull Board as the sample admin. */
  queues_url: z.string(),
  users: z.array(z.strictObject({ user: z.string(), name: z.string(), roles: z.array(z.string()) })),
});

export type DevInfo = z.infer<typeof devInfo>;
