// The solver installs its own `onmessage` when it is loaded inside a worker.
import 'elkjs/lib/elk-worker.js';
