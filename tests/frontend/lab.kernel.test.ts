// How a document in JupyterLab finds its kernel again, told by the states that JupyterLab gives.
import { KernelKeeper, SILENCE, type Tab } from "../../widgets/lab/src/kernel";

type Slot = (sender: unknown, args: unknown) => void;

class Signal {
  private readonly slots: Slot[] = [];
  connect(slot: Slot, self: unknown): void {
    this.slots.push(slot.bind(self));
  }
  disconnect(): void {
    this.slots.length = 0;
  }
  emit(args: unknown): void {
    for (const slot of this.slots) slot(null, args);
  }
}

/** A kernel that never answers, and counts what it is asked. */
class Silent {
  name = "python3";
  status = "idle";
  connectionStatus = "connected";
  asked = 0;
  reconnected = 0;
  requestExecute(): { done: Promise<never> } {
    this.asked += 1;
    return { done: new Promise(() => undefined) };
  }
  reconnect(): Promise<void> {
    this.reconnected += 1;
    return Promise.resolve();
  }
}

async function opened(kernel = new Silent()) {
  const status = new Signal();
  const connection = new Signal();
  const sessionContext = {
    ready: Promise.resolve(),
    session: { kernel },
    kernelChanged: new Signal(),
    statusChanged: status,
    connectionStatusChanged: connection,
  };
  const said: Array<string | null> = [];
  const tab: Tab = {
    say: (sentence) => said.push(sentence),
    pass: (sentence) => said.push(sentence),
    show: () => Promise.resolve(),
    resumable: null,
  };
  const model = { sharedModel: { getSource: () => "{}" } };
  const keeper = new KernelKeeper({ sessionContext, model, saveState: new Signal(), path: "a" } as never, tab);
  const tell = {
    status(now: string) {
      kernel.status = now;
      status.emit(now);
    },
    connection(now: string) {
      kernel.connectionStatus = now;
      connection.emit(now);
    },
  };
  void keeper.start();
  await vi.advanceTimersByTimeAsync(0);
  return { kernel, keeper, tell, said };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a kernel that was started again is connected anew when nobody heard that it is ready", async () => {
  const { kernel, keeper, tell } = await opened();
  for (const now of ["restarting", "autorestarting", "unknown"]) tell.status(now);
  tell.connection("connecting");
  vi.advanceTimersByTime(10 * SILENCE);
  expect(kernel.reconnected).toBe(0);
  tell.connection("connected");
  vi.advanceTimersByTime(SILENCE);
  expect(kernel.reconnected).toBe(1);
  expect(kernel.asked).toBe(1);
  tell.connection("connecting");
  tell.connection("connected");
  tell.status("idle");
  expect(kernel.asked).toBe(2);
  keeper.dispose();
});

test("a network whose opening was lost is asked for over another connection, and not while the kernel works", async () => {
  const { kernel, keeper, tell } = await opened();
  tell.status("busy");
  vi.advanceTimersByTime(10 * SILENCE);
  expect(kernel.reconnected).toBe(0);
  tell.status("idle");
  vi.advanceTimersByTime(SILENCE - 1);
  expect(kernel.reconnected).toBe(0);
  vi.advanceTimersByTime(1);
  expect(kernel.reconnected).toBe(1);
  tell.connection("connecting");
  tell.connection("connected");
  expect(kernel.asked).toBe(2);
  tell.status("idle");
  vi.advanceTimersByTime(SILENCE);
  expect(kernel.reconnected).toBe(1);
  vi.advanceTimersByTime(SILENCE);
  expect(kernel.reconnected).toBe(2);
  keeper.dispose();
  vi.advanceTimersByTime(10 * SILENCE);
  expect(kernel.reconnected).toBe(2);
});

test("a kernel that refused to open the network is not asked again by itself", async () => {
  const refusing = new Silent();
  refusing.requestExecute = () => {
    refusing.asked += 1;
    return { done: Promise.reject(new Error("refused")) };
  };
  const { kernel, keeper, said } = await opened(refusing);
  await vi.advanceTimersByTimeAsync(10 * SILENCE);
  expect(kernel.asked).toBe(1);
  expect(kernel.reconnected).toBe(0);
  expect(said.at(-1)).toBe("refused");
  keeper.dispose();
});
