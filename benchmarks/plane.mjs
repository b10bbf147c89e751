// Trains a small network in plain JavaScript, as a page would: a job read as JSON, what was done told as JSON.
// The job names the engine: `plane_arrays.mjs` or `plane_objects.mjs`, which do the same arithmetic.
import { readFileSync } from "node:fs";

const SIDE = 100;
const job = JSON.parse(readFileSync(0, "utf8"));
const { make } = await import(`./plane_${job.engine}.mjs`);
const engine = make(job, SIDE);

function epoch() {
  const { x, y } = job.train;
  for (let start = 0; start < y.length; start += job.batch) {
    const end = Math.min(start + job.batch, y.length);
    for (let i = start; i < end; i += 1) {
      engine.forward(x[i][0], x[i][1]);
      engine.backward(y[i]);
    }
    engine.update(end - start);
  }
}

function loss({ x, y }) {
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) sum += 0.5 * (engine.forward(x[i][0], x[i][1]) - y[i]) ** 2;
  return sum / y.length;
}

const first = [];
for (let i = 0; i < job.checked; i += 1) {
  epoch();
  first.push(loss(job.train));
}
const boundary = Array.from(engine.picture());

/** Wait for the next animation frame. An epoch and its picture are done in one; what takes longer misses some. */
function nextFrame(began) {
  const length = 1000 / job.frames;
  const at = began + Math.ceil((performance.now() - began) / length) * length;
  while (performance.now() < at);
}

let [epochs, pictures, tested] = [0, 0, 0];
const began = performance.now();
let due = began;
let now = began;
while (now - began < 1000 * job.seconds) {
  epoch();
  epochs += 1;
  if (job.test) tested += loss(job.train) + loss(job.test);
  now = performance.now();
  if (job.frames > 0 || (job.pictures !== 0 && now >= due)) {
    engine.picture();
    pictures += 1;
    due = job.pictures === "each epoch" ? now : now + 1000 / job.pictures;
    if (job.frames > 0) nextFrame(began);
    now = performance.now();
  }
}
const seconds = (now - began) / 1000;
console.log(JSON.stringify({ epochs, seconds, pictures, first, boundary, tested: Number.isFinite(tested) }));
