import { expect, test } from './support/heddle.ts';

for (const path of ['/workflows', '/no/such/page', '/api/v1/workflows', '/api/v1/docs', '/api/v1/no-such-call', '/healthz']) {
  test(`${path} forbids foreign scripts, frames and guesses about its type`, async ({ request }) => {
    const headers = (await request.get(path)).headers();
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin' });
    expect(headers['content-security-policy']).toContain("default-src 'self'");
    expect(headers['content-security-policy']).not.toContain("'unsafe-eval'");
    expect(headers['x-powered-by']).toBeUndefined();
  });
}

test('a request for another host is refused, and guarded like any other', async ({ request }) => {
  const response = await request.get('/api/v1/workflows', { headers: { host: 'elsewhere.example' } });
  expect(response.status()).toBeGreaterThanOrEqual(400);
  expect(response.headers()).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
});
