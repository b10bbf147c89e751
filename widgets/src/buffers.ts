// Numbers out of the buffers that come with a message.

/** float32 values of a buffer; copied, since a message's buffers need not be aligned. */
export function floats(buffer: Uint8Array | undefined): Float32Array {
  return buffer ? new Float32Array(buffer.slice().buffer) : new Float32Array();
}

/** Numbers of steps, float64: in an hour a small network makes more of them than 32 bits count. */
export function stepNumbers(buffer: Uint8Array | undefined): Float64Array {
  return buffer ? new Float64Array(buffer.slice().buffer) : new Float64Array();
}

export function integers(buffer: Uint8Array | undefined): Uint32Array {
  return buffer ? new Uint32Array(buffer.slice().buffer) : new Uint32Array();
}
