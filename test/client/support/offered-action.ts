import type { OfferedAction } from '../../../core/contracts/quick-actions.js';

/** The one quick action there is. */
export const offeredAction: OfferedAction = {
  id: 'compare-services',
  title: 'Compare services',
  detail: 'Fit, limits and price',
  icon: 'compare',
  intent: 'service_comparison',
  question: 'Compare ECS on Fargate and EKS.',
  text: 'Compare ECS on Fargate and EKS. In a table.',
  needs_history: false,
};
