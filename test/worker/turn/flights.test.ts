import { describe, expect, test } from '@jest/globals';
import { ModelError } from '../../../worker/model/model-error.js';
import { createFlights } from '../../../worker/turn/flights.js';
import type { AnswerSink } from '../../../worker/turn/generate.js';

const counts = { inputTokens: 1, outputTokens: 1, cachedTokens: 0, picodollars: 1, estimated: false };
const call = { id: '0', kind: 'answer', ...counts } as const;

/** Somebody who asks. */
function asker() {
  const told: string[] = [];
  const abort = new AbortController();
  let content = '';
  const sink: AnswerSink = {
    get content() {
      return content;
    },
    text: (delta) => {
      content += delta;
    },
    onFallback: ({ model }) => told.push(`fallback ${model}`),
    used: ({ model }) => told.push(`paid ${model}`),
  };
  return {
    told,
    stop: () => abort.abort(new Error('stopped')),
    rider: { sink, onShared: () => told.push('shared'), signal: abort.signal },
    get content() {
      return content;
    },
  };
}

/** Generations that the test writes itself. */
function writing() {
  const begun: { sink: AnswerSink; signal: AbortSignal; end(): void; fail(error: Error): void }[] = [];
  return {
    begun,
    run: (sink: AnswerSink, signal: AbortSignal) =>
      new Promise<string>((resolve, reject) => {
        const number = begun.length + 1;
        begun.push({ sink, signal, end: () => resolve(`result ${number}`), fail: reject });
        signal.addEventListener('abort', () => reject(signal.reason));
      }),
  };
}

describe('identical questions in flight', () => {
  test('share one generation, each with a stream of his own from the beginning', async () => {
    const flights = createFlights();
    const { begun, run } = writing();
    const [ana, bob, eve] = [asker(), asker(), asker()];
    const rides = [flights.ride('k', ana.rider, run), flights.ride('k', bob.rider, run)];
    begun[0]?.sink.onFallback({ model: 'second', fallback: true });
    begun[0]?.sink.text('One ');
    rides.push(flights.ride('k', eve.rider, run));
    begun[0]?.sink.text('answer.');
    begun[0]?.end();
    const [first, ...others] = await Promise.all(rides);
    expect(begun).toHaveLength(1);
    for (const each of [ana, bob, eve]) expect(each.content).toBe('One answer.');
    expect(first).toEqual({ result: 'result 1', sharedSince: null });
    for (const other of others) expect(other).toEqual({ result: 'result 1', sharedSince: expect.any(Date) });
    expect(ana.told).toEqual(['fallback second']);
    expect(bob.told).toEqual(['shared', 'fallback second']);
    expect(eve.told).toEqual(['shared', 'fallback second']);
  });

  test('under another key are another generation', async () => {
    const flights = createFlights();
    const { begun, run } = writing();
    const [ana, bob] = [asker(), asker()];
    const rides = [flights.ride('ana', ana.rider, run), flights.ride('bob', bob.rider, run)];
    begun[0]?.sink.text('For Ana.');
    for (const each of begun) each.end();
    await Promise.all(rides);
    expect(bob.content).toBe('');
  });

  test('go on when the one who began is stopped, and the next one pays', async () => {
    const flights = createFlights();
    const { begun, run } = writing();
    const [ana, bob] = [asker(), asker()];
    const [first, second] = [flights.ride('k', ana.rider, run), flights.ride('k', bob.rider, run)];
    begun[0]?.sink.text('Half');
    ana.stop();
    await expect(first).rejects.toThrow('stopped');
    expect(begun[0]?.signal.aborted).toBe(false);
    begun[0]?.sink.text(' and whole.');
    begun[0]?.end();
    expect(await second).toEqual({ result: 'result 1', sharedSince: null });
    expect([ana.content, bob.content]).toEqual(['Half', 'Half and whole.']);
  });

  test('end the generation when the last of them is gone', async () => {
    const flights = createFlights();
    const { begun, run } = writing();
    const [ana, bob] = [asker(), asker()];
    const rides = [flights.ride('k', ana.rider, run), flights.ride('k', bob.rider, run)];
    ana.stop();
    bob.stop();
    await Promise.allSettled(rides);
    expect(begun[0]?.signal.aborted).toBe(true);
    const late = asker();
    void flights.ride('k', late.rider, run);
    expect(begun).toHaveLength(2);
  });

  test('fail together, whatever they were told, and whoever comes next begins anew', async () => {
    for (const said of ['', 'Half']) {
      const flights = createFlights();
      const { begun, run } = writing();
      const [ana, bob, eve] = [asker(), asker(), asker()];
      const rides = [flights.ride('k', ana.rider, run), flights.ride('k', bob.rider, run)];
      begun[0]?.sink.text(said);
      begun[0]?.fail(new ModelError('unavailable', 'away'));
      for (const ride of rides) await expect(ride).rejects.toMatchObject({ kind: 'unavailable' });
      void flights.ride('k', eve.rider, run);
      expect(begun).toHaveLength(2);
    }
  });

  test('that are cut because all have left are paid for by the last of them, before he goes', async () => {
    const flights = createFlights();
    const [ana, bob] = [asker(), asker()];
    const run = (sink: AnswerSink, signal: AbortSignal) =>
      new Promise<string>((_, reject) => {
        signal.addEventListener('abort', () =>
          setImmediate(() => {
            sink.used({ ...call, model: 'cut' });
            reject(signal.reason);
          }),
        );
      });
    const rides = [flights.ride('k', ana.rider, run), flights.ride('k', bob.rider, run)];
    ana.stop();
    await expect(rides[0]).rejects.toThrow('stopped');
    expect(ana.told).toEqual([]);
    bob.stop();
    await expect(rides[1]).rejects.toThrow('stopped');
    expect(bob.told).toEqual(['paid cut']);
  });

  test('are paid for by the first who is still there when the model says what it took', async () => {
    const flights = createFlights();
    const { begun, run } = writing();
    const [ana, bob, eve] = [asker(), asker(), asker()];
    const first = flights.ride('k', ana.rider, run);
    const rides = [flights.ride('k', bob.rider, run), flights.ride('k', eve.rider, run)];
    const round = (model: string) => begun[0]?.sink.used({ ...call, model });
    round('one');
    ana.stop();
    await expect(first).rejects.toThrow('stopped');
    round('two');
    begun[0]?.end();
    await Promise.all(rides);
    expect([ana.told, bob.told, eve.told]).toEqual([['paid one'], ['paid two'], []]);
  });
});
