import type { Scenario } from '../scenario.js';
import { beforeTheStart } from './stop-before-the-start.js';
import { inMidStream } from './stop-in-mid-stream.js';
import { racingTheEnd } from './stop-racing-the-end.js';

export const stops: Scenario = {
  name: 'stops',
  title: 'stops before the start, in mid-stream by the other server, racing the end, and twice',
  quick: true,
  play: async (stage) => [
    ...(await inMidStream(stage)),
    ...(await beforeTheStart(stage)),
    ...(await racingTheEnd(stage)),
  ],
  control: 'the bare stack has no stop',
};
