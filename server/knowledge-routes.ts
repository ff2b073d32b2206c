import type { DataSource } from 'typeorm';
import {
  documentParams,
  documentQuery,
  knowledgeLimits,
  knowledgePageQuery,
  uploadBody,
} from '../core/contracts/knowledge.js';
import type { Logger } from '../core/logger.js';
import type { ReadUploads } from './after-commit/read-uploads.js';
import { admins } from './auth/identity.js';
import { deleteDocumentHandler } from './handlers/delete-document.js';
import { getDocumentHandler } from './handlers/get-document.js';
import { listDocumentsHandler } from './handlers/list-documents.js';
import { listGapsHandler } from './handlers/list-gaps.js';
import { uploadDocumentHandler } from './handlers/upload-document.js';
import { type Endpoint, endpoint } from './http/endpoint.js';

/** The knowledge base, for administrators: below a prefix of its own, like the chat's table in `routes.ts`. */
export function knowledgeRoutes(deps: {
  db: DataSource;
  readUploads: ReadUploads;
  logger: Logger;
}): Endpoint[] {
  return [
    endpoint({
      method: 'post',
      path: '/documents',
      roles: admins,
      body: uploadBody,
      maxBodyBytes: knowledgeLimits.bodyBytes,
      success: 202,
      handler: uploadDocumentHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/documents',
      roles: admins,
      query: knowledgePageQuery,
      success: 200,
      handler: listDocumentsHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/documents/:id',
      roles: admins,
      params: documentParams,
      query: documentQuery,
      success: 200,
      handler: getDocumentHandler(deps),
    }),
    endpoint({
      method: 'delete',
      path: '/documents/:id',
      roles: admins,
      params: documentParams,
      query: documentQuery,
      success: 204,
      handler: deleteDocumentHandler(deps),
    }),
    endpoint({
      method: 'get',
      path: '/gaps',
      roles: admins,
      query: knowledgePageQuery,
      success: 200,
      handler: listGapsHandler(deps),
    }),
  ];
}
