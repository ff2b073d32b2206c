import { attemptBounds } from './bounds/attempts.js';
import { backplaneBounds } from './bounds/backplane.js';
import type { Bound } from './bounds/bound.js';
import { clientBounds } from './bounds/client.js';
import { coreBounds } from './bounds/core.js';
import { digestBounds } from './bounds/digests.js';
import { doctorBounds } from './bounds/doctor.js';
import { ingestBounds } from './bounds/ingest.js';
import { knowledgeBounds } from './bounds/knowledge.js';
import { ledgerBounds } from './bounds/ledger.js';
import { liveBounds } from './bounds/live.js';
import { modelBounds } from './bounds/model.js';
import { moderationBounds } from './bounds/moderation.js';
import { serverBounds } from './bounds/server.js';
import { socketBounds } from './bounds/sockets.js';
import { storeBounds } from './bounds/store.js';
import { toolBounds } from './bounds/tools.js';
import { understandingBounds } from './bounds/understanding.js';
import { upkeepBounds } from './bounds/upkeep.js';
import { workerBounds } from './bounds/worker.js';

/**
 * Every bound of the programs with the reason for its number. The numbers stand beside the code they bound and are
 * imported; `test/doctor/bounds.test.ts` fails when one is not here.
 */
export const bounds: readonly Bound[] = [
  ...coreBounds,
  ...storeBounds,
  ...backplaneBounds,
  ...serverBounds,
  ...liveBounds,
  ...socketBounds,
  ...workerBounds,
  ...upkeepBounds,
  ...attemptBounds,
  ...modelBounds,
  ...toolBounds,
  ...understandingBounds,
  ...moderationBounds,
  ...knowledgeBounds,
  ...digestBounds,
  ...ingestBounds,
  ...ledgerBounds,
  ...clientBounds,
  ...doctorBounds,
];
