import { describe, expect, it } from 'vitest';
import { PROBLEMS } from '../engine/index.ts';
import { problemOf, refuseForeign, refuseUnreadable } from './own-address.ts';

const own = { host: '127.0.0.1', port: 3000 };

describe('refuseForeign', () => {
  it.each(['127.0.0.1:3000', 'localhost:3000', 'LOCALHOST:3000', '[::1]:3000'])('answers for the host %s', (host) => {
    expect(refuseForeign({ host }, own)).toBeUndefined();
    expect(refuseForeign({ host, origin: `http://${host}` }, own)).toBeUndefined();
  });

  it.each([undefined, '', 'evil.example:3000', 'localhost.evil.example:3000', '127.0.0.1:3001', 'localhost', '127.0.0.1:3000@evil.example', '127.0.0.1:3000/x'])('refuses the host %s', (host) => {
    expect(refuseForeign({ host }, own)?.code).toBe('foreign_host');
  });

  it.each(['null', 'http://evil.example', 'http://localhost:3001', 'https://localhost:3000', 'http://localhost:3000.evil.example', 'file://'])('refuses the origin %s', (origin) => {
    expect(refuseForeign({ host: 'localhost:3000', origin }, own)?.code).toBe('foreign_origin');
  });

  it('is told as the API tells its own', () => {
    for (const [headers, code] of [[{ host: 'evil.example' }, 'foreign_host'], [{ host: 'localhost:3000', origin: 'http://evil.example' }, 'foreign_origin']] as const) {
      const refused = refuseForeign(headers, own)!;
      expect(problemOf(refused, { id: 'r1', pathname: '/api/v1/runs' })).toEqual({
        type: `/api/v1/docs#problem-${code}`, ...PROBLEMS[code], code, detail: refused.detail, instance: '/api/v1/runs', requestId: 'r1',
      });
    }
  });

  it('takes port 80 for a host without a port', () => {
    expect(refuseForeign({ host: 'localhost' }, { ...own, port: 80 })).toBeUndefined();
  });
});

describe('refuseUnreadable', () => {
  it.each(['/', '/api/v1/runs?q=%ff', '/runs/%E2%82%AC', '/runs/a%2Fb', '/runs/%00'])('lets the address %s in', (url) => {
    expect(refuseUnreadable({ method: 'GET', url })).toBeUndefined();
  });

  it.each(['/api/v1/runs/%ff', '/runs/%', '/%E2%82'])('refuses the address %s, which nothing can decode', (url) => {
    const refused = refuseUnreadable({ method: 'GET', url })!;
    expect(problemOf(refused, { id: 'r1', pathname: url })).toMatchObject({ ...PROBLEMS.route_not_found, code: 'route_not_found', instance: url });
  });

  it.each(['TRACE', 'PROPFIND'])('refuses %s, which no route can be asked with', (method) => {
    const refused = refuseUnreadable({ method, url: '/' })!;
    expect(problemOf(refused, { id: 'r1', pathname: '/' })).toMatchObject({ ...PROBLEMS.method_not_allowed, code: 'method_not_allowed' });
  });
});
