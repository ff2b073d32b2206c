import type { WireEstimate } from '../../../core/contracts/shapes.js';
import type { ScriptedAnswer } from './scripted-sessions.js';

/** An answer with everything an answer can have. */
export const fullAnswer: ScriptedAnswer = {
  text: `With three VPCs, most of the saving comes from **not sending AWS traffic through NAT at all**.

1. Add gateway endpoints for S3 and DynamoDB. They are free, and usually remove the largest share of processed gigabytes. [1]
2. Share one egress VPC over a Transit Gateway rather than run a NAT gateway in every zone of every VPC. [2]
3. Keep one per zone where an outage would hurt; below about 4.5 TB a month a cross-zone hop costs less. [1][2]

| NAT gateway, eu-west-1 | How | USD a month |
|---|---|---:|
| Hours | 3 × 730 h × $0.048 | 105.12 |
| Data processed | 9,000 GB × $0.048 | 432.00 |
| Total | | 537.12 |

\`\`\`bash
aws ec2 create-vpc-endpoint --vpc-id vpc-0a1b --service-name com.amazonaws.eu-west-1.s3
\`\`\`

Look at \`BytesOutToDestination\` first.`,
  sources: [
    {
      number: 1,
      title: 'NAT gateway pricing and its two meters',
      path: 'Cost › Networking › NAT',
      url: null,
      quote: 'A NAT gateway is billed by the hour and by the gigabyte it processes, in either direction.',
      score: 0.8,
    },
    {
      number: 2,
      title: 'Central egress with Transit Gateway',
      path: 'Architecture › Networks › Egress',
      url: 'https://docs.aws.amazon.com/vpc/',
      quote: 'One egress VPC, attached to a Transit Gateway, serves the others.',
      score: 0.7,
    },
  ],
};

/** The same with a cost that was worked out, with tiers and a price for many units. */
export const pricedAnswer: ScriptedAnswer = {
  text: '**$1,171.22 a month** in eu-west-3.',
  toolCalls: [
    {
      name: 'estimate_cost',
      status: 'success',
      input: { region: 'eu-west-3', items: [] },
      result: {
        region: 'eu-west-3',
        currency: 'USD',
        lines: [
          line('2 × NAT gateway', '1460', 'hours', '0.05', 1, '73.00'),
          line('Data transfer out to the internet, first 10,240 GB', '10240', 'GB', '0.09', 1, '921.60'),
          line('Data transfer out to the internet, next 40,960 GB', '2048', 'GB', '0.085', 1, '174.08'),
          line('Lambda requests', '12700000', 'requests', '0.20', 1_000_000, '2.54'),
        ],
        total: '1171.22',
        prices: [
          { name: 'AWS public pricing pages', url: 'https://aws.amazon.com/pricing/', as_of: '2025-06-30' },
        ],
      },
    },
    { name: 'estimate_cost', status: 'error', input: '{', result: { error: 'The input is not JSON.' } },
  ],
};

function line(
  item: string,
  quantity: string,
  unit: string,
  unit_price: string,
  per: number,
  amount: string,
): WireEstimate['lines'][number] {
  return { item, quantity, unit, unit_price, per, amount };
}

export const failure: ScriptedAnswer = {
  text: '',
  fails: {
    code: 'MODEL_THROTTLED',
    message:
      'The model is over its limit just now. Your question is kept. It usually clears within a minute.',
  },
};
