import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/* Loaded before a program: at SIGUSR2 it throws its garbage away and logs what it still holds. */

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

process.on('SIGUSR2', () => {
  collect();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ msg: 'memory held', heap_bytes: heapUsed, buffer_bytes: external }));
});
