// The same network as a graph of objects, one a unit and one a link: how a page is built that draws and edits each of
// them. Our own code. What it shares with such a page is what costs time: a unit reads its inputs through its list of
// links; gradients gather in the objects; an activation is a function and its derivative at the unit's sum, so tanh is
// reckoned twice where there is a gradient; the maps of a picture are lists of rows, made anew.

const TANH = {
  at: (sum) => Math.tanh(sum),
  slope: (sum) => {
    const value = TANH.at(sum);
    return 1 - value * value;
  },
};
const HALF_SQUARE = {
  at: (answer, target) => 0.5 * (answer - target) ** 2,
  slope: (answer, target) => answer - target,
};

class Unit {
  constructor(bias, activation) {
    this.bias = bias;
    this.activation = activation;
    this.incoming = [];
    this.outgoing = [];
    this.sum = 0;
    this.value = 0;
    this.valueSlope = 0;
    this.sumSlope = 0;
    this.gathered = 0;
    this.samples = 0;
    this.map = [];
  }

  answer() {
    this.sum = this.bias;
    for (const link of this.incoming) this.sum += link.weight * link.from.value;
    this.value = this.activation.at(this.sum);
    return this.value;
  }
}

class Link {
  constructor(from, to, weight) {
    this.from = from;
    this.to = to;
    this.weight = weight;
    this.slope = 0;
    this.gathered = 0;
    this.samples = 0;
  }
}

/** The network of a job, at its beginning: what `plane.mjs` asks of an engine. */
export function make(job, side) {
  const inputs = [new Unit(0, null), new Unit(0, null)];
  const layers = [inputs];
  for (const { kernel, bias } of job.layers) {
    const before = layers.at(-1);
    const units = bias.map((value) => new Unit(value, TANH));
    units.forEach((unit, to) => {
      before.forEach((source, from) => {
        const link = new Link(source, unit, kernel[from][to]);
        unit.incoming.push(link);
        source.outgoing.push(link);
      });
    });
    layers.push(units);
  }
  const last = layers.at(-1)[0];

  function forward(x, y) {
    [x, y].forEach((value, place) => {
      inputs[place].value = value;
    });
    for (const units of layers.slice(1)) for (const unit of units) unit.answer();
    return last.value;
  }

  function backward(target) {
    last.valueSlope = HALF_SQUARE.slope(last.value, target);
    for (let at = layers.length - 1; at > 0; at -= 1) {
      for (const unit of layers[at]) {
        unit.sumSlope = unit.valueSlope * unit.activation.slope(unit.sum);
        unit.gathered += unit.sumSlope;
        unit.samples += 1;
      }
      for (const unit of layers[at]) {
        for (const link of unit.incoming) {
          link.slope = unit.sumSlope * link.from.value;
          link.gathered += link.slope;
          link.samples += 1;
        }
      }
      if (at === 1) break;
      for (const unit of layers[at - 1]) {
        unit.valueSlope = 0;
        for (const link of unit.outgoing) unit.valueSlope += link.weight * link.to.sumSlope;
      }
    }
  }

  function update() {
    for (const units of layers.slice(1)) {
      for (const unit of units) {
        if (unit.samples > 0) {
          unit.bias -= (job.rate * unit.gathered) / unit.samples;
          unit.gathered = 0;
          unit.samples = 0;
        }
        for (const link of unit.incoming) {
          if (link.samples === 0) continue;
          link.weight -= (job.rate * link.gathered) / link.samples;
          link.gathered = 0;
          link.samples = 0;
        }
      }
    }
  }

  const drawn = layers.slice(1).flat();

  return {
    forward,
    backward,
    update,
    picture() {
      for (const unit of drawn) unit.map = [];
      for (let row = 0; row < side; row += 1) {
        for (const unit of drawn) unit.map.push(new Array(side));
        for (let column = 0; column < side; column += 1) {
          forward((2 * (column + 0.5)) / side - 1, 1 - (2 * (row + 0.5)) / side);
          for (const unit of drawn) unit.map[row][column] = unit.value;
        }
      }
      return last.map.flat();
    },
  };
}
