import { expectRun, looks, recordLooks } from './support/canvas.ts';
import { Drawing } from './support/draw.ts';
import { callMe, expect, test } from './support/heddle.ts';
import { isRunStream, listen, repeated, upTo } from './support/wire.ts';

test('a workflow with agents, fan-out, approval and saga is drawn with the mouse, run, watched live, approved in the inbox, and ends', async ({ page, api, context }) => {
  test.setTimeout(120_000);
  await callMe(context, 'Grace');
  const seen = await recordLooks(page);
  const wire = await listen(page);
  const draw = new Drawing(page, api);

  await test.step('drawn', async () => {
    await draw.blank();
    const [start, end] = ['start', 'end'];
    await draw.zoomOut(50);
    await draw.move(end, { x: 940, y: 620 });
    await draw.move(start, { x: 330, y: 420 });
    await draw.removeEdge('e1');

    // A pause, so that what follows it is seen to begin. Then fan-out: one agent from the palette, tied by its handles; the other one pulled out of the same handle.
    const wait = await draw.pullOut(draw.out(start), { x: 450, y: 420 }, 'wait');
    const analyst = await draw.dropFromPalette('agent', { x: 680, y: 300 });
    await draw.connect(draw.out(wait), draw.entry(analyst));
    const critic = await draw.pullOut(draw.out(wait), { x: 630, y: 520 }, 'agent');
    const review = await draw.dropFromPalette('approval', { x: 800, y: 420 });
    await draw.connect(draw.out(analyst), draw.entry(review));
    await draw.connect(draw.out(critic), draw.entry(review));

    // A saga, a step dropped into it, and its undo at the end of a dotted edge.
    const saga = await draw.dropFromPalette('saga', { x: 900, y: 250 });
    const box = (await draw.node(saga).boundingBox())!;
    const hotel = await draw.dropFromPalette('http', { x: box.x + box.width / 2, y: box.y + box.height / 2 });
        const undo = await draw.pullOut(draw.out(hotel, 'compensate'), { x: box.x + box.width / 2, y: box.y + box.height + 60 }, 'http');
    await draw.connect(draw.out(review, 'approved'), draw.entry(saga));
    await draw.connect(draw.out(review, 'rejected'), draw.entry(end));
    await draw.connect(draw.out(saga), draw.entry(end));

    // What each does, in the inspector.
    await draw.select(wait);
    await draw.write('For', '5s');
    await draw.select(analyst);
    await draw.write('Prompt', 'Say in one sentence why Lisbon is worth a journey, for run {{ run.id }}.');
    await draw.select(critic);
    await draw.write('Prompt', 'Say in one sentence what speaks against it.');
    await draw.select(review);
    await draw.write('Title', 'Travel to Lisbon?');
    await draw.select(hotel);
    await draw.choose('Method', 'POST');
    await draw.write('Address', 'outside://examples/hotels');
    await draw.write('Body', '{ "reference": "{{ run.id }}", "city": "Lisbon", "nights": 2 }');
    await draw.select(undo);
    await draw.choose('Method', 'POST');
    await draw.write('Address', 'outside://examples/hotels/cancel');
    await draw.write('Body', '{ "reference": "{{ run.id }}", "id": "{{ default(compensated.output.body.id, null) }}" }');

    const drawn = await draw.saved();
    expect(drawn.nodes.map(({ id, type, parent }) => ({ id, type, parent }))).toEqual([
      { id: start, type: 'start', parent: undefined },
      { id: end, type: 'end', parent: undefined },
      { id: wait, type: 'wait', parent: undefined },
      { id: analyst, type: 'agent', parent: undefined },
      { id: critic, type: 'agent', parent: undefined },
      { id: review, type: 'approval', parent: undefined },
      { id: saga, type: 'saga', parent: undefined },
      { id: hotel, type: 'http', parent: saga },
      { id: undo, type: 'http', parent: saga },
    ]);
    expect(drawn.edges.map(({ source, target, branch, kind }) => [source, branch ?? 'out', target, kind ?? 'flow'])).toEqual([
      [start, 'out', wait, 'flow'],
      [wait, 'out', analyst, 'flow'],
      [wait, 'out', critic, 'flow'],
      [analyst, 'out', review, 'flow'],
      [critic, 'out', review, 'flow'],
      [hotel, 'out', undo, 'compensate'],
      [review, 'approved', saga, 'flow'],
      [review, 'rejected', end, 'flow'],
      [saga, 'out', end, 'flow'],
    ]);
  });

  const runId = await test.step('published and run from the editor', async () => {
    await page.getByTestId('publish').click();
    await page.getByTestId('publish-confirm').click();
    await expect(page.getByText('Version 1 is published', { exact: true })).toBeVisible();
    await page.getByTestId('run').click();
    await page.getByTestId('run-start').click();
    await page.waitForURL(/\/runs\//);
    return new URL(page.url()).pathname.split('/').at(-1)!;
  });

  const navigations = wire.navigations.length;
  await test.step('watched until it waits for a person', async () => {
    await expect.poll(() => looks(page), { timeout: 30_000 }).toMatchObject({ start: 'completed', wait: 'completed', agent: 'completed', agent2: 'completed', approval: 'waiting', saga: 'pending', http: 'pending', end: 'pending' });
  });

  await test.step('approved in the inbox, in another tab', async () => {
    const inbox = await context.newPage();
    await inbox.goto('/approvals');
    await inbox.getByRole('searchbox', { name: 'Search requests' }).fill('Travel to Lisbon');
    const [request] = await api.openApprovals(runId);
    await inbox.locator(`[data-approval="${request!.id}"]`).click();
    await expect(inbox.getByRole('heading', { level: 2 })).toHaveText('Travel to Lisbon?');
    await inbox.getByRole('button', { name: 'Approve' }).click();
    await expect.poll(async () => (await api.approval(request!.id)).decisions).toMatchObject([{ by: 'Grace', outcome: 'approved' }]);
    await inbox.close();
  });

  await test.step('seen to its end on the page that was never reloaded', async () => {
    await expectRun(page, 'completed');
    await expect.poll(() => looks(page)).toEqual({ start: 'completed', wait: 'completed', agent: 'completed', agent2: 'completed', approval: 'completed', saga: 'completed', http: 'completed', http2: 'pending', end: 'completed' });
    const changes = await seen();
    for (const [node, last] of Object.entries({ wait: 'completed', agent: 'completed', agent2: 'completed', approval: 'completed', saga: 'completed', http: 'completed', end: 'completed' })) {
      expect(changes[node]!.length, `${node} was seen to change: ${changes[node]!.join(', ')}`).toBeGreaterThan(1);
      expect(changes[node]!.at(-1)).toBe(last);
    }
    expect(changes['approval']).toEqual(expect.arrayContaining(['pending', 'waiting', 'completed']));

    const truth = await api.run(runId);
    expect(wire.navigations.length, 'no reload').toBe(navigations);
    expect(wire.requests.filter(isRunStream(runId)), 'one event stream').toHaveLength(1);
    expect(wire.seqs, 'each sequence number once').toEqual(upTo(truth.lastSeq));
    // Not polled: the run is read when the page opens and once more when its stream says that it ended; how many requests
    // are open is read when one opens and when it closes; nothing else twice.
    const again = Object.entries(repeated(wire.requests.filter(({ from }) => from === `/runs/${runId}`)));
    expect(again.filter(([path, count]) => ![`/api/v1/runs/${runId}?brief=true`, '/api/v1/approvals?status=open&limit=100'].includes(path) || count > 2)).toEqual([]);
    expect((await api.replay(runId)).ok).toBe(true);
  });
});
