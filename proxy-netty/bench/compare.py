#!/usr/bin/env python3
"""Measures Pawse beside nginx and haproxy, in turn, in one run; see README.md.

Each proxy has one worker on one core; the upstream (an nginx that serves files from memory) and the load share the other.
What is compared is CPU time from /proc, which bears a busy machine better than throughput does.
"""

import argparse
import json
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
TICKS = os.sysconf("SC_CLK_TCK")
HOST = "bench.example.test"
SIZES = {"1k": 1024, "64k": 64 * 1024, "10m": 10 * 1024 * 1024}


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def wait_for(port, path="/1k", seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), 1) as s:
                s.sendall(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n".encode())
                head = s.recv(64)
                if b" 200 " in head:
                    return
        except OSError:
            pass
        time.sleep(0.05)
    sys.exit(f"nothing answers on port {port} within {seconds} s")


class Server:
    """One process tree, pinned to a core, of which CPU time and memory can be read."""

    def __init__(self, name, core, argv, port, env=None):
        self.name, self.port = name, port
        self.log = open(f"{name}.log", "ab")
        self.process = subprocess.Popen(
            ["taskset", "-c", str(core), *argv], stdout=self.log, stderr=self.log, env=env, start_new_session=True)
        wait_for(port)

    def pids(self):
        found, todo = [], [self.process.pid]
        while todo:
            pid = todo.pop()
            found.append(pid)
            try:
                todo += [int(c) for t in os.listdir(f"/proc/{pid}/task")
                         for c in pathlib.Path(f"/proc/{pid}/task/{t}/children").read_text().split()]
            except OSError:
                pass
        return found

    def cpu(self):
        total = 0
        for pid in self.pids():
            try:
                fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
                total += int(fields[11]) + int(fields[12])
            except OSError:
                pass
        return total / TICKS

    def memory(self, what="VmRSS"):
        total = 0
        for pid in self.pids():
            try:
                status = pathlib.Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            line = re.search(rf"{what}:\s+(\d+) kB", status)
            total += int(line.group(1)) if line else 0
        return total / 1024

    def stop(self):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
        self.log.close()


def nginx(name, core, port, body):
    conf = pathlib.Path(f"{name}.conf").resolve()
    conf.write_text(f"""
daemon off; worker_processes 1; pid {conf}.pid; error_log {conf}.err warn;
events {{ worker_connections 4096; }}
http {{
  access_log off; keepalive_requests 100000000; keepalive_timeout 300s; client_max_body_size 0;
  client_body_temp_path {conf}.body; proxy_temp_path {conf}.proxy; fastcgi_temp_path {conf}.f; uwsgi_temp_path {conf}.u; scgi_temp_path {conf}.s;
  {body}
}}
""")
    return Server(name, core, ["nginx", "-p", str(conf.parent), "-c", str(conf)], port)


def start_upstream(port):
    root = pathlib.Path("files").resolve()
    root.mkdir()
    root.chmod(0o755)
    for name, size in SIZES.items():
        (root / name).write_bytes(os.urandom(size))
    return nginx("upstream", 1, port, f"""
  sendfile on; tcp_nodelay on; open_file_cache max=100;
  # The body is read whole before the answer, as an app would.
  upstream drain {{ server unix:{root}/drain; keepalive 64; keepalive_requests 100000000; }}
  server {{ listen unix:{root}/drain; return 204; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096; root {root};
    location = /post {{
      client_body_buffer_size 2m; proxy_pass http://drain; proxy_http_version 1.1; proxy_pass_request_body off;
      proxy_set_header Connection ""; proxy_set_header Content-Length "";
    }}
  }}""")


def start_nginx(port, upstream):
    return nginx("nginx", 0, port, f"""
  upstream app {{ server 127.0.0.1:{upstream}; keepalive 256; keepalive_requests 100000000; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://app; proxy_http_version 1.1; proxy_set_header Connection ""; proxy_set_header Host app;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme; proxy_set_header X-Forwarded-Host $host;
      proxy_request_buffering off; proxy_max_temp_file_size 0;
    }}
  }}""")


def start_haproxy(port, upstream):
    conf = pathlib.Path("haproxy.cfg").resolve()
    conf.write_text(f"""
global
  nbthread 1
  maxconn 4096
defaults
  mode http
  timeout connect 5s
  timeout client 300s
  timeout server 300s
  timeout http-keep-alive 300s
  http-reuse always
frontend in
  bind 127.0.0.1:{port}
  option forwardfor
  http-request set-header X-Forwarded-Proto http
  default_backend app
backend app
  server app 127.0.0.1:{upstream} pool-max-conn 256
""")
    return Server("haproxy", 0, ["haproxy", "-db", "-f", str(conf)], port)


def start_pawse(port, upstream, home, java_opts):
    apps = pathlib.Path("apps.yml").resolve()
    apps.write_text(f"apps:\n  bench:\n    url: http://127.0.0.1:{upstream}\n    hosts: [{HOST}]\n")
    env = dict(os.environ, PROVIDER_NAME="local", PROVIDER_LOCAL_FILE=str(apps), HOST="127.0.0.1", PORT=str(port),
               ADMIN_PORT=str(free_port()), ADMIN_TOKEN="bench", PAWSE_JAVA_OPTS=java_opts)
    return Server("pawse", 0, [str(home / "bin" / "pawse"), "proxy"], port, env)


def run(argv, timeout):
    done = subprocess.run(["taskset", "-c", "1", *argv], capture_output=True, text=True, timeout=timeout)
    if done.returncode != 0:
        sys.exit(f"{argv[0]} failed: {done.stdout}{done.stderr}")
    return done.stdout


def wrk(port, path, connections, seconds, script=None):
    argv = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", f"Host: {HOST}", "--timeout", "30s"]
    if script:
        argv += ["-s", script]
    out = run([*argv, f"http://127.0.0.1:{port}{path}"], seconds + 60)
    errors = re.search(r"Non-2xx or 3xx responses: (\d+)|Socket errors: .*", out)
    if errors and (errors.group(1) or not re.search(r"connect 0, read 0, write 0, timeout 0", errors.group(0))):
        print(f"    ! {errors.group(0).strip()}", file=sys.stderr)
    return int(re.search(r"(\d+) requests in", out).group(1)), float(re.search(r"Requests/sec:\s+([\d.]+)", out).group(1))


def fixed_rate(port, rate, seconds):
    """Requests at a fixed rate over 20 connections; gives how many, and p50 and p99 of the answer time in microseconds."""
    workers = 20
    out = run(["hey", "-c", str(workers), "-q", str(rate // workers), "-z", f"{seconds}s", "-o", "csv", "-host", HOST,
               f"http://127.0.0.1:{port}/1k"], seconds + 60)
    rows = [line.split(",") for line in out.splitlines()[1:]]
    if any(row[6] != "200" for row in rows):
        print("    ! not every answer was a 200", file=sys.stderr)
    times = sorted(float(row[0]) * 1e6 for row in rows)
    return len(times), times[len(times) // 2], times[int(len(times) * 0.99)]


def measure(server, scenario, seconds):
    before = server.cpu()
    if scenario == "1 KiB, saturated":
        count, rate = wrk(server.port, "/1k", 50, seconds)
        return {"cpu per 100,000 requests, s": (server.cpu() - before) / count * 1e5, "requests/s": rate}
    if scenario == "1 KiB, 2,000/s":
        count, p50, p99 = fixed_rate(server.port, 2000, seconds)
        return {"cpu per 100,000 requests, s": (server.cpu() - before) / count * 1e5, "p50, us": p50, "p99, us": p99}
    if scenario == "GET 64 KiB":
        count, rate = wrk(server.port, "/64k", 20, seconds)
        return {"cpu per GB, s": (server.cpu() - before) / (count * SIZES["64k"]) * 1e9, "MB/s": rate * SIZES["64k"] / 1e6}
    if scenario == "GET 10 MiB":
        count, rate = wrk(server.port, "/10m", 8, seconds)
        return {"cpu per GB, s": (server.cpu() - before) / (count * SIZES["10m"]) * 1e9, "MB/s": rate * SIZES["10m"] / 1e6}
    if scenario == "POST 1 MiB":
        count, rate = wrk(server.port, "/post", 8, seconds, "post.lua")
        return {"cpu per GB, s": (server.cpu() - before) / (count * 2**20) * 1e9, "MB/s": rate * 2**20 / 1e6}
    raise ValueError(scenario)


SCENARIOS = ["1 KiB, saturated", "1 KiB, 2,000/s", "GET 64 KiB", "GET 10 MiB", "POST 1 MiB"]


def report(results, memory, rounds):
    for scenario, by_server in results.items():
        print(f"\n### {scenario}\n")
        figures = list(next(iter(by_server.values()))[0])
        print("| | " + " | ".join(figures) + " | CPU / nginx, median of pairs (min to max) |")
        print("|---|" + "---|" * (len(figures) + 1))
        for name, rows in by_server.items():
            cells = [f"{statistics.median(row[f] for row in rows):,.2f}" if "cpu" in f
                     else f"{statistics.median(row[f] for row in rows):,.0f}" for f in figures]
            ratios = sorted(row[figures[0]] / ref[figures[0]] for row, ref in zip(rows, by_server["nginx"]))
            cells.append(f"{statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
            print(f"| {name} | " + " | ".join(cells) + " |")
    print("\n### Resident memory, MiB\n")
    print("| | fresh | after all | highest |\n|---|---|---|---|")
    for name, row in memory.items():
        print(f"| {name} | " + " | ".join(f"{row[k]:,.0f}" for k in ("fresh", "after", "highest")) + " |")
    print(f"\n{rounds} rounds, {time.strftime('%Y-%m-%d')}, {os.uname().release}, {os.cpu_count()} cores")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", type=pathlib.Path, default=ROOT / "cli/target/pawse", help="the distribution to measure")
    parser.add_argument("--java-opts", default="", help="more options for Pawse's Java")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=6, help="of each measurement")
    parser.add_argument("--warm", type=int, default=10, help="seconds of load on Pawse before each scenario")
    parser.add_argument("--only", help="scenarios whose name holds this text")
    parser.add_argument("--json", type=pathlib.Path, help="write the raw figures here")
    options = parser.parse_args()
    for tool in ("nginx", "haproxy", "wrk", "hey", "taskset"):
        if not shutil.which(tool) and not pathlib.Path("/usr/sbin", tool).exists():
            sys.exit(f"{tool} is missing: apt-get install nginx haproxy wrk hey util-linux")
    os.environ["PATH"] += ":/usr/sbin"
    home = options.home.resolve()
    scenarios = [s for s in SCENARIOS if not options.only or options.only in s]

    with tempfile.TemporaryDirectory(prefix="pawse-bench-") as folder:
        os.chdir(folder)
        os.chmod(folder, 0o755)
        pathlib.Path("post.lua").write_text(
            'wrk.method = "POST"\nwrk.body = string.rep("x", 1048576)\nwrk.headers["Content-Type"] = "application/octet-stream"\n')
        servers = []
        try:
            upstream = free_port()
            servers.append(start_upstream(upstream))
            proxies = [start_nginx(free_port(), upstream), start_haproxy(free_port(), upstream)]
            servers += proxies
            proxies.append(start_pawse(free_port(), upstream, home, options.java_opts))
            servers.append(proxies[-1])
            memory = {p.name: {"fresh": p.memory()} for p in proxies}
            results = {s: {p.name: [] for p in proxies} for s in scenarios}
            for scenario in scenarios:
                # A JVM compiles what it sees often; the others need no warmth.
                measure(proxies[-1], scenario, options.warm)
                for _ in range(options.rounds):
                    for proxy in proxies:
                        row = measure(proxy, scenario, options.seconds)
                        results[scenario][proxy.name].append(row)
                        print(f"  {scenario}: {proxy.name}: " + ", ".join(f"{k} {v:,.2f}" for k, v in row.items()), file=sys.stderr)
            for proxy in proxies:
                memory[proxy.name].update(after=proxy.memory(), highest=proxy.memory("VmHWM"))
            report(results, memory, options.rounds)
            if options.json:
                options.json.write_text(json.dumps({"results": results, "memory": memory}, indent=1))
        finally:
            for server in reversed(servers):
                server.stop()


if __name__ == "__main__":
    main()
