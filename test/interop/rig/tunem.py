"""A wire with a will: two TUN devices, one in each network namespace, and what passes between them is delayed, jittered
(and so reordered), lost or doubled. Some kernels have no netem. Usage: tunem.py NAMESPACE ADDRESS NAMESPACE ADDRESS;
settings come as lines of JSON on standard input: {"delayMs": 100, "jitterMs": 30, "loss": 0.1, "twice": 0}.
"""

import fcntl
import heapq
import json
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TUN = 1
IFF_NO_PI = 0x1000


def open_tun(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(device, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    return device


def run(*words):
    subprocess.check_call(words)


def install(index, namespace, address, other):
    name = f"tunem{index}-{os.getpid()}"[:15]
    device = open_tun(name)
    run("ip", "link", "set", name, "netns", namespace, "name", "wire0")
    run("ip", "-n", namespace, "addr", "add", f"{address}/32", "dev", "wire0")
    run("ip", "-n", namespace, "link", "set", "wire0", "up")
    run("ip", "-n", namespace, "route", "add", f"{other}/32", "dev", "wire0")
    return device


def main():
    space_a, address_a, space_b, address_b = sys.argv[1:5]
    ends = (install(0, space_a, address_a, address_b), install(1, space_b, address_b, address_a))
    across = {ends[0]: ends[1], ends[1]: ends[0]}
    wire = {"delayMs": 0, "jitterMs": 0, "loss": 0, "twice": 0}
    on_the_way = []
    count = 0
    print("ready", flush=True)
    while True:
        now = time.monotonic()
        while on_the_way and on_the_way[0][0] <= now:
            _, _, end, packet = heapq.heappop(on_the_way)
            try:
                os.write(end, packet)
            except OSError:
                pass
        wait = max(0, on_the_way[0][0] - time.monotonic()) if on_the_way else None
        readable, _, _ = select.select([*ends, sys.stdin], [], [], wait)
        for source in readable:
            if source is sys.stdin:
                line = sys.stdin.readline()
                if not line:
                    return
                wire.update(json.loads(line))
                print("set", flush=True)
                continue
            for _ in range(64):
                try:
                    packet = os.read(source, 65536)
                except BlockingIOError:
                    break
                if random.random() < wire["loss"]:
                    continue
                for _ in range(2 if random.random() < wire["twice"] else 1):
                    count += 1
                    late = wire["delayMs"] + random.uniform(-1, 1) * wire["jitterMs"]
                    due = time.monotonic() + max(0, late) / 1000
                    heapq.heappush(on_the_way, (due, count, across[source], packet))


main()
