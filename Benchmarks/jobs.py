"""Measures Tenantry's queue in the harness of the peers: same servers and settings, same records, one run.

    Benchmarks/run jobs                     # with BENCH_PEERS naming the folder of the peers
    BENCH_ROUNDS, BENCH_JOBS, BENCH_PEER_NAMES, BENCH_PHASES: how often, how many jobs, beside whom, what

The rows come out as lines of JSON, ours as tenantry-core (Redis alone) and tenantry (row, claim, fenced completion).
"""
import json, os, subprocess, sys
from pathlib import Path

PEERS = Path(os.environ["BENCH_PEERS"]) / "jobs"
sys.path[:0] = [str(PEERS), str(PEERS.parent)]
import bench, lib

LOAD = os.environ["BENCH_JOB_LOAD"]
MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations" / "master"


class Ours(bench.Bench):
    """A worker and a producer of ours under the peers' stopwatch."""

    def __init__(self, name, aof, way, concurrency):
        self.way, self.concurrency = way, concurrency
        bench.PEERS[name] = (None, "rb", "", {}, "pg" if way == "durable" else "redis")
        bench.SCHEMA[None] = "true"
        self.redis = lib.Redis(aof if way == "core" else "everysec") if way == "durable" else None
        super().__init__(name, aof)
        if self.redis:
            self.env["REDIS_PORT"] = str(self.redis.port)
            for file in sorted(MIGRATIONS.glob("*.sql")):
                subprocess.run(["psql", "-X", "-q", "-1", "-v", "ON_ERROR_STOP=1", "-f", str(file), self.srv.dsn("tmpl")],
                               check=True, stdout=subprocess.DEVNULL)
            self.reset()

    def reset(self):
        super().reset()
        if self.redis:
            self.redis.cmd("FLUSHALL")

    def worker(self, env=None):
        command = [LOAD, "work", self.way, "--concurrency", str(self.concurrency)]
        return subprocess.Popen(command, env={**self.env, **(env or {})}, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)

    def produce(self, op, n, fn="noop", env=None, timeout=170):
        r = subprocess.run([LOAD, "produce", self.way, op, str(n), fn], env={**self.env, **(env or {})}, text=True,
                           stdout=subprocess.PIPE, timeout=timeout, check=True)
        return json.loads(r.stdout.strip().splitlines()[-1])

    def close(self):
        if self.redis:
            self.redis.stop()
        super().close()


OURS = {
    "tenantry-core-10": ("core", 10), "tenantry-core": ("core", 100),
    "tenantry-10": ("durable", 10), "tenantry": ("durable", 200),
}


def measure(name, phases, n):
    if name in OURS:
        way, concurrency = OURS[name]
        held = Ours(name, "pg" if way == "durable" else "everysec", way, concurrency)
    else:
        held = bench.Bench(name, "pg" if bench.PEERS[name][4] == "pg" else "everysec")
    try:
        if "rate" in phases:
            held.rate(n, 1)
        if "latency" in phases:
            held.latency()
    finally:
        held.close()


if __name__ == "__main__":
    lib.go_nice()
    names = os.environ.get("BENCH_PEER_NAMES", "tenantry-core,tenantry,sidekiq,pgqueuer-b100,huey-thread,arq-poll10ms").split(",")
    for _ in range(int(os.environ.get("BENCH_ROUNDS", "3"))):
        for name in names:
            with lib.lock():
                measure(name, os.environ.get("BENCH_PHASES", "rate,latency").split(","),
                        int(os.environ.get("BENCH_JOBS", "20000")))
