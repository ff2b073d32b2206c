import { awsRegions } from '../../../../worker/intent/aws-regions.js';
import { fold } from '../stem.js';

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const regions = Object.entries(awsRegions).map(([code, places]): [string, RegExp] => {
  const names = [code, ...places].map((name) => literally(fold(name)));
  return [code, new RegExp(String.raw`(?<![\w-])(?:${names.join('|')})(?![\w-])`)];
});

/** The codes of the Regions that folded text names, by their codes or their places, in its order. */
export function regionsIn(text: string): string[] {
  return regions
    .map(([code, pattern]) => ({ code, at: text.search(pattern) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)
    .map(({ code }) => code);
}
