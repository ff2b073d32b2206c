import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { z } from 'zod';
import { closeServer, listen, parseJson, readBody, sendText } from '../bedrock/http.js';

/** One price of a product: for a unit, from and up to so many of it. */
interface ListedPrice {
  unit: string;
  usd: string;
  from?: number;
  upTo?: number;
}

export interface ListedProduct {
  serviceCode: string;
  attributes: Record<string, string>;
  prices: ListedPrice[];
}

export interface PriceListStandIn {
  url: string;
  products: ListedProduct[];
  /** Filters of the requests that were answered, in order. */
  readonly asked: Record<string, string>[];
  /** The next so many requests fail with this status. */
  fail(times: number, status: number): void;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 100_000;
const PUBLISHED = '2026-11-02T10:15:30Z';

const requestSchema = z.strictObject({
  ServiceCode: z.string(),
  FormatVersion: z.literal('aws_v1').optional(),
  Filters: z
    .array(z.strictObject({ Type: z.literal('TERM_MATCH'), Field: z.string(), Value: z.string() }))
    .max(50)
    .default([]),
});

/** GetProducts of the AWS Price List on this machine, in AWS JSON 1.1, so that the real AWS client is exercised. */
export async function createPriceListStandIn(products: ListedProduct[]): Promise<PriceListStandIn> {
  const asked: Record<string, string>[] = [];
  const failures: number[] = [];
  const list = { products };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request, MAX_BODY_BYTES);
    response.setHeader('x-amzn-requestid', randomUUID());
    const status = failures.shift();
    if (status !== undefined) return refuse(response, status, 'InternalErrorException', 'Scripted error.');
    if (!/^AWS4-HMAC-SHA256 /.test(request.headers.authorization ?? '')) {
      return refuse(
        response,
        400,
        'MissingAuthenticationTokenException',
        'The request carries no signature.',
      );
    }
    if (request.headers['x-amz-target'] !== 'AWSPriceListService.GetProducts') {
      return refuse(response, 400, 'UnknownOperationException', 'There is no such operation.');
    }
    const parsed = requestSchema.safeParse(body ? parseJson(body) : null);
    if (!parsed.success)
      return refuse(response, 400, 'InvalidParameterException', z.prettifyError(parsed.error));
    const { ServiceCode, Filters } = parsed.data;
    asked.push(Object.fromEntries(Filters.map(({ Field, Value }) => [Field, Value])));
    const found = list.products.filter(
      ({ serviceCode, attributes }) =>
        serviceCode === ServiceCode && Filters.every(({ Field, Value }) => attributes[Field] === Value),
    );
    send(response, 200, {
      FormatVersion: 'aws_v1',
      PriceList: found.map((product) => JSON.stringify(listed(product))),
    });
  }

  const server = createServer((request, response) => {
    handle(request, response).catch(() => response.destroy());
  });
  const port = await listen(server, 0);
  return {
    url: `http://127.0.0.1:${port}`,
    get products() {
      return list.products;
    },
    set products(changed) {
      list.products = changed;
    },
    asked,
    fail: (times, status) => failures.push(...Array.from({ length: times }, () => status)),
    close: () => closeServer(server),
  };
}

/** As the list has it: terms and dimensions by codes of their own. */
function listed({ attributes, prices }: ListedProduct) {
  const sku = randomUUID().slice(0, 16).toUpperCase();
  const dimensions = prices.map(({ unit, usd, from = 0, upTo }, index) => [
    `${sku}.JRTCKXETXF.${index}`,
    {
      unit,
      beginRange: String(from),
      endRange: upTo === undefined ? 'Inf' : String(upTo),
      description: `$${usd} per ${unit}`,
      appliesTo: [],
      rateCode: `${sku}.JRTCKXETXF.${index}`,
      pricePerUnit: { USD: usd },
    },
  ]);
  return {
    product: { sku, productFamily: attributes.productFamily, attributes },
    terms: {
      OnDemand: {
        [`${sku}.JRTCKXETXF`]: {
          sku,
          offerTermCode: 'JRTCKXETXF',
          priceDimensions: Object.fromEntries(dimensions),
        },
      },
    },
    version: '20261102101530',
    publicationDate: PUBLISHED,
  };
}

function refuse(response: ServerResponse, status: number, type: string, message: string): void {
  send(response, status, { __type: type, message });
}

function send(response: ServerResponse, status: number, body: unknown): void {
  sendText(response, status, 'application/x-amz-json-1.1', JSON.stringify(body));
}
