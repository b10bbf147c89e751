// The arithmetic of a small network in plain JavaScript, as a page would do it: read as JSON, trained, told as JSON.
// Typed arrays and loops over samples; nothing of anybody's engine. Doubles, as JavaScript has them.
import { readFileSync } from "node:fs";

const job = JSON.parse(readFileSync(0, "utf8"));
const SIDE = 100;
const layers = job.layers.map(({ kernel, bias }) => ({
  inputs: kernel.length,
  units: bias.length,
  // Unit by unit, so that the inner loop goes along the array.
  kernel: Float64Array.from(bias.flatMap((_, unit) => kernel.map((row) => row[unit]))),
  bias: Float64Array.from(bias),
  out: new Float64Array(bias.length),
  delta: new Float64Array(bias.length),
  kernelGradient: new Float64Array(kernel.length * bias.length),
  biasGradient: new Float64Array(bias.length),
}));
const point = new Float64Array(2);

function forward(x, y) {
  point[0] = x;
  point[1] = y;
  let input = point;
  for (const layer of layers) {
    const { inputs, units, kernel, bias, out } = layer;
    for (let unit = 0; unit < units; unit += 1) {
      let sum = bias[unit];
      for (let i = 0; i < inputs; i += 1) sum += kernel[unit * inputs + i] * input[i];
      out[unit] = Math.tanh(sum);
    }
    input = out;
  }
  return input[0];
}

/** Half of the squared error, as the sum of its gradients over a batch. */
function backward(target) {
  for (let at = layers.length - 1; at >= 0; at -= 1) {
    const layer = layers[at];
    const { inputs, units, out, delta, kernelGradient, biasGradient } = layer;
    const next = layers[at + 1];
    const input = at === 0 ? point : layers[at - 1].out;
    for (let unit = 0; unit < units; unit += 1) {
      let error = 0;
      if (!next) error = out[unit] - target;
      else for (let to = 0; to < next.units; to += 1) error += next.kernel[to * units + unit] * next.delta[to];
      delta[unit] = error * (1 - out[unit] * out[unit]);
      biasGradient[unit] += delta[unit];
      for (let i = 0; i < inputs; i += 1) kernelGradient[unit * inputs + i] += delta[unit] * input[i];
    }
  }
}

function update(count) {
  const rate = job.rate / count;
  for (const { kernel, bias, kernelGradient, biasGradient } of layers) {
    for (let i = 0; i < kernel.length; i += 1) kernel[i] -= rate * kernelGradient[i];
    for (let i = 0; i < bias.length; i += 1) bias[i] -= rate * biasGradient[i];
    kernelGradient.fill(0);
    biasGradient.fill(0);
  }
}

function loss({ x, y }) {
  let sum = 0;
  for (let i = 0; i < y.length; i += 1) sum += 0.5 * (forward(x[i][0], x[i][1]) - y[i]) ** 2;
  return sum / y.length;
}

function epoch() {
  const { x, y } = job.train;
  for (let start = 0; start < y.length; start += job.batch) {
    const end = Math.min(start + job.batch, y.length);
    for (let i = start; i < end; i += 1) {
      forward(x[i][0], x[i][1]);
      backward(y[i]);
    }
    update(end - start);
  }
}

/** What every unit answers at 100 by 100 places: of the last, the boundary; of the others, their maps. */
const maps = layers.map(({ units }) => new Float64Array(units * SIDE * SIDE));
function picture() {
  for (let row = 0; row < SIDE; row += 1) {
    for (let column = 0; column < SIDE; column += 1) {
      forward((2 * (column + 0.5)) / SIDE - 1, 1 - (2 * (row + 0.5)) / SIDE);
      layers.forEach(({ units, out }, at) => {
        for (let unit = 0; unit < units; unit += 1) maps[at][(unit * SIDE + row) * SIDE + column] = out[unit];
      });
    }
  }
}

const first = [];
for (let i = 0; i < job.checked; i += 1) {
  epoch();
  first.push(loss(job.train));
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
  if (job.pictures === "each epoch" || (job.pictures > 0 && now >= due)) {
    picture();
    pictures += 1;
    due = now + 1000 / job.pictures;
    now = performance.now();
  }
}
const seconds = (now - began) / 1000;
console.log(JSON.stringify({ epochs, seconds, pictures, first, tested: Number.isFinite(tested) }));
