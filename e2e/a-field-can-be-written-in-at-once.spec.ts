import { expect, test } from './support/heddle.ts';

test('a field is written in before its editor has come, which takes over the text, the caret and the keyboard', async ({ page, api }) => {
  const { slug } = await api.createWorkflow({ ...(await api.workflow('booking-saga')).definition, name: 'Booking in words', description: 'xz' });
  await page.goto(`/workflows/${slug}`);
  const field = page.getByRole('textbox', { name: 'Description', exact: true });
  await expect(field).toBeVisible();
  await expect(page.getByTestId('save-state')).toHaveAttribute('data-save', 'saved');
  // A page that nobody has touched has not fetched it.
  await expect(page.locator('.cm-editor')).toHaveCount(0);
  await expect(page.locator('textarea[data-code]')).not.toHaveCount(0);

  let letGo = (): void => undefined;
  const held = new Promise<void>((resolve) => (letGo = resolve));
  await page.route('**/_next/static/**', async (route) => {
    await held;
    await route.continue();
  });
  await field.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.type('y');
  await expect(field).toHaveValue('xyz');
  letGo();

  await expect(page.locator('textarea[data-code]')).toHaveCount(0);
  await expect(field).toBeFocused();
  await page.keyboard.type('!');
  await expect(field).toHaveText('xy!z');
  await expect.poll(async () => (await api.workflow(slug)).definition.description).toBe('xy!z');
});

test('scripts travel as the build has compressed them, with the headers of every answer', async ({ page, request }) => {
  await page.goto('/settings');
  const script = await page.locator('script[src*="/_next/static/"]').first().getAttribute('src');
  const packed = await request.get(script!, { headers: { 'accept-encoding': 'br' } });
  expect(packed.headers()).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/javascript; charset=UTF-8', 'cache-control': 'public, max-age=31536000, immutable', 'x-content-type-options': 'nosniff' });
  const plain = await request.get(script!, { headers: { 'accept-encoding': 'identity' } });
  expect(plain.headers()['content-encoding']).toBeUndefined();
  expect(await packed.text()).toBe(await plain.text());
});
