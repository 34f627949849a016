// A worker for `external` steps in thirty lines: node examples/external-worker/worker.mjs invoices
const base = process.env.HEDDLE_URL ?? 'http://127.0.0.1:3000';
const queue = process.argv[2] ?? 'external';
const worker = `example-${process.pid}`;

async function post(path, body) {
  const answer = await fetch(`${base}/api/v1/${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return { status: answer.status, body: await answer.json() };
}

/** The work itself. Send `task.idempotencyKey` on to whatever it calls; look at `cancelled()` between its parts. */
async function work(task, cancelled) {
  if (task.input?.fail) throw new Error(task.input.fail);
  return { by: worker, attempt: task.attempt, doubled: cancelled() ? null : task.input.n * 2 };
}

async function serve(task) {
  let cancelled = false;
  const beat = setInterval(async () => {
    const { status, body } = await post(`external-tasks/${task.id}/heartbeat`, { token: task.token, lease: '30s' });
    cancelled ||= status === 409 || body.state === 'cancel';
  }, 10_000);
  const done = await work(task, () => cancelled).then((output) => ['complete', { output }], (error) => ['fail', { error: { type: error.name, message: error.message } }]);
  clearInterval(beat);
  await post(`external-tasks/${task.id}/${done[0]}`, { token: task.token, ...done[1] });
}

for (;;) {
  const { status, body } = await post(`external-queues/${queue}/poll`, { worker, wait: '30s', lease: '30s' }).catch(() => ({ status: 0 }));
  if (status === 200) await Promise.all(body.tasks.map(serve));
  else await new Promise((resolve) => setTimeout(resolve, 1_000));
}
