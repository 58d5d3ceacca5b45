"""Measures Tenantry's queue in the harness of the peers: same servers and settings, same records, one run.

    Benchmarks/run jobs                     # with BENCH_PEERS naming the folder of the peers
    BENCH_ROUNDS, BENCH_REPEATS, BENCH_JOBS, BENCH_PEER_NAMES, BENCH_PHASES: how many rounds, how often a rate in each, how
    many jobs, beside whom, what

A table of medians goes to standard output; ours are tenantry-core (Redis alone) and tenantry (row, claim, fenced
completion). What each measurement gave goes to standard error, and to the harness' own file.
"""
import contextlib, json, os, statistics, subprocess, sys
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


    def quiet(self, n=1000):
        """How long a store's jobs wait, alone and beside another's that are nine times as many."""
        row = {"phase": "quiet", "peer": self.name, "n": n}
        for load in ("quiet", "noisy"):
            self.reset()
            self.srv.psql(f"insert into users (id, email, first_name, last_name) values ('{QUIET}', 'ada@example.com', 'A', 'L');"
                          f"insert into stores (id, owner_id, name, slug) values ('{QUIET}', '{QUIET}', 'Quiet', 'quiet'),"
                          f" ('{NOISY}', '{QUIET}', 'Noisy', 'noisy')", "jobs")
            worker = self.worker()
            try:
                sent = self.produce(load, n, env={"QUIET_STORE": QUIET, "NOISY_STORE": NOISY})["sent"]
            finally:
                self.stop(worker)
            began = {number: at for kind, number, at in reversed(self.records()) if 0 <= number < n}
            waited = [(began[number] - at) / 1e6 for number, at in enumerate(sent) if number in began]
            key = {"quiet": "alone", "noisy": "beside"}[load]
            row |= {f"{key}_n": len(waited), f"{key}_p50_ms": round(bench.pct(waited, 50), 2),
                    f"{key}_p99_ms": round(bench.pct(waited, 99), 2)}
        bench.save("jobs", row)


QUIET, NOISY = "0198c000-0000-7000-8000-000000000001", "0198c000-0000-7000-8000-000000000002"
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
            held.rate(n, int(os.environ.get("BENCH_REPEATS", "3")))
        if "latency" in phases:
            held.latency()
        if "quiet" in phases and name in OURS and OURS[name][0] == "durable":
            held.quiet()
    finally:
        held.close()


COLUMNS = {"enqueue_one": "one by one/s", "enqueue_bulk": "in bulk/s", "drain": "drained/s", "p50_ms": "p50 ms",
           "p99_ms": "p99 ms", "rss_mib": "peak MiB", "alone_p99_ms": "quiet store p99 ms",
           "beside_p99_ms": "beside a noisy one"}


def table(names, rows):
    """Medians over all rounds, a line for each contestant."""
    lines = ["| queue | " + " | ".join(COLUMNS.values()) + " |", "| --- |" + " ---: |" * len(COLUMNS)]
    for name in names:
        found = [[row[key] for row in rows if row["peer"] == name and row.get(key) is not None] for key in COLUMNS]
        cells = [f"{statistics.median(values):,.{0 if values[0] > 100 else 1}f}" if values else "" for values in found]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


if __name__ == "__main__":
    lib.go_nice()
    rows, save = [], bench.save
    bench.save = lambda kind, row: (rows.append(row), save(kind, row))
    names = os.environ.get("BENCH_PEER_NAMES", "tenantry-core,tenantry,sidekiq,pgqueuer-b100,huey-thread,arq-poll10ms").split(",")
    with contextlib.redirect_stdout(sys.stderr):
        for _ in range(int(os.environ.get("BENCH_ROUNDS", "2"))):
            for name in names:
                with lib.lock():
                    measure(name, os.environ.get("BENCH_PHASES", "rate,latency,quiet").split(","),
                            int(os.environ.get("BENCH_JOBS", "20000")))
    print(table(names, rows))
