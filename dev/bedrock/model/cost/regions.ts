import { awsRegions } from '../../../../worker/intent/aws-regions.js';
import { fold } from '../stem.js';

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

const regions = Object.entries(awsRegions).map(([code, places]): [string, RegExp] => {
  const names = [code, ...places].map((name) => literally(fold(name)));
  return [code, new RegExp(String.raw`(?<![\w-])(?:${names.join('|')})(?![\w-])`)];
});

/** The code of the Region that folded text names, by its code or its place; null for none. */
export function regionIn(text: string): string | null {
  return regions.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
}
