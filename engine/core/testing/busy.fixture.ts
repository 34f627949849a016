import type { RunState } from '../state.ts';
import { task, worldOf } from './build.fixture.ts';

/** A run in which every part of a state holds something. */
export function busy(): RunState {
  const nodes = [
    { id: 'set', type: 'set', params: { vars: { n: { deep: [1, { __proto__x: 2 }] } }, memo: { a: 1 }, searchAttributes: { b: 2 } } },
    { id: 's', type: 'saga' }, task('a', { parent: 's' }), task('noA', { parent: 's' }), { id: 'w', type: 'wait', params: { for: '1h' }, parent: 's' }, task('b', { parent: 's' }),
    { id: 'm', type: 'map', params: { items: [{ x: 1 }, { x: 2 }], concurrency: 1, failure: 'collect' } }, task('x', { parent: 'm' }),
    { id: 'ask', type: 'approval', params: { title: 'ok?', quorum: 2, form: { type: 'object' } } }, { id: 'sig', type: 'signal', params: { name: 'go' } },
    { id: 'c', type: 'child', params: { workflow: 'other' } }, { id: 'free', type: 'child', params: { workflow: 'other', wait: false } }, task('held'),
    { id: 'g', type: 'group' }, task('busy', { parent: 'g' }), task('goal', { parent: 'g' }),
  ];
  const world = worldOf(nodes, 'start>set set>s set>m set>ask set>sig set>c set>free set>held start>g busy>goal a>w a>b a~noA', { updates: { keep: { set: { kept: '{{ payload }}' } } } }).start({ input: { in: [1] }, timeoutMs: 60_000 });
  world.complete('s/a', { ref: 'A' });
  world.fail('m[0]/x', { type: 'Boom', message: 'boom', details: { code: [7] }, cause: { type: 'Deep', message: 'deep' } });
  world.must({ type: 'agent.recorded', path: 'm[1]/x', attempt: 1, data: { task: world.task('m[1]/x').seq, index: 0, record: { call: { n: 1 } } } });
  world.must({ type: 'approval.decided', path: 'ask', data: { outcome: 'approved', by: 'anna', comment: null, data: { n: [1] }, shownHash: null } });
  world.must({ type: 'signal.received', data: { name: 'later', payload: { p: 1 }, clientId: 'c1', by: null } });
  world.must({ type: 'run.overridden', data: { workflow: 'test', node: 'a', params: { input: { deep: [1] } }, reason: null, by: null } });
  world.must({ type: 'update.received', data: { name: 'keep', payload: { p: [1] }, clientId: 'u1', reason: null, by: null } });
  world.must({ type: 'run.fast_forwarded', data: { to: 'g/goal', reason: null, by: null } });
  world.fail('s/b');
  world.must({ type: 'run.paused', data: { reason: null, by: null } });
  world.complete('m[1]/x', { out: [1] });
  return world.state;
}
