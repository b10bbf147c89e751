// A small network of tanh units in typed arrays, with loops over samples: as fast as plain JavaScript comes to.
// Nothing of anybody's engine. Doubles, as JavaScript has them.

/** The network of a job, at its beginning: what `plane.mjs` asks of an engine. */
export function make(job, side) {
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

  const maps = layers.map(({ units }) => new Float64Array(units * side * side));

  return {
    forward,
    backward,
    update,
    picture() {
      for (let row = 0; row < side; row += 1) {
        for (let column = 0; column < side; column += 1) {
          forward((2 * (column + 0.5)) / side - 1, 1 - (2 * (row + 0.5)) / side);
          layers.forEach(({ units, out }, at) => {
            for (let unit = 0; unit < units; unit += 1) maps[at][(unit * side + row) * side + column] = out[unit];
          });
        }
      }
      return maps.at(-1).subarray(0, side * side);
    },
  };
}
