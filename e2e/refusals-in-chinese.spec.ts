import { dress, expect, test } from './support/heddle.ts';

test('what the API refuses is told in Chinese to who reads Chinese, and as it came to who reads English', async ({ page, context, baseURL, allowed }) => {
  allowed.push(/status of 400/);
  const refusal = { type: '/api/v1/docs#problem-invalid_cursor', title: 'The cursor is not one of ours', status: 400, code: 'invalid_cursor', detail: 'The cursor is not one that this list gave. Begin again without it.' };
  await page.route('**/api/v1/workers*', (route) => route.fulfill({ status: 400, contentType: 'application/problem+json', body: JSON.stringify(refusal) }));
  const alert = page.getByRole('alert').filter({ has: page.getByRole('heading') });
  await page.goto('/workers');
  await expect(alert).toContainText(refusal.detail);
  await dress(context, baseURL!, { theme: 'light', language: 'zh' });
  await page.reload();
  await expect(alert).toContainText('翻页标记无效');
  await expect(alert).toContainText('翻页标记不是此列表给出的，请从头开始。');
  await expect(alert).not.toContainText('cursor');
});
