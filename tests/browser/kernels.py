"""Kernels that start at once: one process imports what is slow, and each kernel is a fork of it.

Importing TensorFlow takes seconds of a processor, and the browser tests start kernels by the dozen. What is imported
here is other people's; Playground each kernel imports itself, after the fork. Jupyter starts and signals a small
process that asks for a fork and stands for it: what it is told goes to the fork, and each ends when the other does.

`python kernels.py serve SOCKET` is the process with the imports, `python kernels.py ask SOCKET FILE` one kernel.
"""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

SECONDS = 120
SLOW = ("tensorflow", "keras", "sklearn.datasets", "plotly.graph_objects", "anywidget", "ipykernel.kernelapp")


@contextmanager
def warm_kernels(folder: Path, environment: Mapping[str, str]) -> Iterator[None]:
    """While it lasts, the kernel `python3` of servers with `folder` in JUPYTER_PATH is a fork."""
    spec = folder / "kernels" / "python3" / "kernel.json"
    spec.parent.mkdir(parents=True, exist_ok=True)
    place = str(folder / "kernels.socket")
    ask = [sys.executable, "-S", "-E", __file__, "ask", place, "{connection_file}"]
    names = {"display_name": "Python 3 (ipykernel)", "language": "python", "metadata": {"debugger": True}}
    spec.write_text(json.dumps({"argv": ask, **names}))
    with (folder / "log.txt").open("w") as log:
        serving = subprocess.Popen(
            [sys.executable, __file__, "serve", place], env=environment, stdout=log, stderr=log, cwd=folder
        )
    try:
        yield
    finally:
        serving.terminate()
        serving.wait()


def serve(place: str) -> None:
    """Import, then fork for everybody who asks."""
    import gc
    import importlib

    sys.path.pop(0)
    for name in SLOW:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # no fork walks through what was imported, nor copies the memory that it lies in
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    parent = os.getpid()
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(place)
        listening.listen(16)
        while True:
            asking, _ = listening.accept()
            request, files, _, _ = socket.recv_fds(asking, 1_000_000, 3)
            if os.fork() == 0:
                listening.close()
                become_kernel(asking, json.loads(request), files, parent)
            asking.close()
            for each in files:
                os.close(each)


def become_kernel(asking: socket.socket, request: dict[str, str], files: list[int], parent: int) -> None:
    """What a fork does: everything that a process inherits is that of the asking one."""
    import random

    import numpy as np
    from ipykernel import kernelapp

    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    for number, each in enumerate(files):
        os.dup2(each, number)
        os.close(each)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    os.environ.pop("JPY_PARENT_PID", None)
    random.seed()
    np.random.seed()  # noqa: NPY002  # the state that forks would share
    sys.argv = ["ipykernel_launcher.py", "-f", request["file"]]
    asking.sendall(f"{os.getpid()}\n".encode())
    threading.Thread(target=end_with, args=(asking, parent), daemon=True).start()
    kernelapp.launch_new_instance()
    sys.stdout.flush()
    os._exit(0)


def end_with(asking: socket.socket, parent: int) -> None:
    """End this process when the one that asked for it ends, or the one that it was forked of."""
    asking.settimeout(1)
    while os.getppid() == parent:
        try:
            if not asking.recv(1):
                break
        except TimeoutError:
            continue
        except OSError:
            break
    os._exit(1)


def ask(place: str, file: str) -> None:
    """Stand for a fork until it ends."""
    deadline = time.monotonic() + SECONDS
    fork = socket.socket(socket.AF_UNIX)
    while True:
        try:
            fork.connect(place)
            break
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.02)
    request = {"file": file, "folder": os.getcwd(), "environment": dict(os.environ)}  # noqa: PTH109  # -S has no site
    socket.send_fds(fork, [json.dumps(request).encode()], [0, 1, 2])
    told = fork.makefile().readline()
    for each in (signal.SIGINT, signal.SIGTERM):
        signal.signal(each, lambda number, _: os.kill(int(told), number))
    fork.recv(1)
    sys.exit(1)


if __name__ == "__main__":
    {"serve": serve, "ask": ask}[sys.argv[1]](*sys.argv[2:])
