import { describe, expect, it } from 'vitest';
import { StepAbort } from '../ports/node-runner.ts';
import { Stop } from './stop.ts';

describe('a stop', () => {
  it('tells each listener once, and keeps the first reason', () => {
    const stop = new Stop();
    const heard: string[] = [];
    stop.addEventListener('abort', () => heard.push('a'));
    stop.addEventListener('abort', () => heard.push('b'));
    expect(stop.aborted).toBe(false);
    stop.abort(new StepAbort('timeout'));
    stop.abort(new StepAbort('cancel'));
    expect(heard).toEqual(['a', 'b']);
    expect(stop.aborted).toBe(true);
    expect(stop.reason?.reason).toBe('timeout');
  });

  it('does not tell who has left', () => {
    const stop = new Stop();
    const heard: string[] = [];
    const leaving = (): void => void heard.push('left');
    const stranger = (): void => {};
    stop.addEventListener('abort', leaving);
    stop.addEventListener('abort', () => heard.push('stayed'));
    stop.removeEventListener('abort', leaving);
    stop.removeEventListener('abort', stranger);
    stop.abort(new StepAbort('cancel'));
    expect(heard).toEqual(['stayed']);
  });

  it('aborts the signal that was asked for before', () => {
    const stop = new Stop();
    const { signal } = stop;
    expect(signal.aborted).toBe(false);
    stop.abort(new StepAbort('lease-lost'));
    expect(signal.aborted).toBe(true);
    expect(signal.reason).toBe(stop.reason);
  });

  it('gives a signal that is asked for afterwards aborted, with the same reason', () => {
    const stop = new Stop();
    stop.abort(new StepAbort('drain'));
    expect(stop.signal.aborted).toBe(true);
    expect(stop.signal.reason).toBe(stop.reason);
  });
});
