"""Runs a command on a terminal of its own and plays through what a person would do there.

Arguments: columns and rows, then the steps, then -- and the command. Steps: expect=TEXT waits for output, send=TEXT types
(\\r and \\x03 are understood), resize=COLUMNSxROWS, signal=NAME. Prints one JSON object: how the command ended, what it
wrote, which of echo, lines and signals the terminal had at each expect, and whether it was left as it was found.
"""

import fcntl
import json
import os
import pty
import select
import signal
import struct
import sys
import termios
import time

DEADLINE = time.monotonic() + 30
columns, rows = int(sys.argv[1]), int(sys.argv[2])
split = sys.argv.index("--")
steps, command = sys.argv[3:split], sys.argv[split + 1 :]
main, terminal = pty.openpty()


def resize(columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def modes():
    local = termios.tcgetattr(terminal)[3]
    return [name for name in ("ECHO", "ICANON", "ISIG") if local & getattr(termios, name)]


resize(columns, rows)
before = termios.tcgetattr(terminal)
pid = os.fork()
if pid == 0:
    os.setsid()
    fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
    for number in range(3):
        os.dup2(terminal, number)
    # A build in the background ignores the keys of a terminal, and hands that on.
    for number in (signal.SIGINT, signal.SIGQUIT):
        signal.signal(number, signal.SIG_DFL)
    os.execvp(command[0], command)

written = b""
seen = 0
ended = None


def read(wait):
    global written, ended
    if ended is None:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            ended = os.waitstatus_to_exitcode(status)
    if select.select([main], [], [], wait)[0]:
        written += os.read(main, 65536)
        return True
    return False


found = []
for step in steps:
    what, _, text = step.partition("=")
    text = text.encode().decode("unicode_escape")
    if what == "expect":
        while written.find(text.encode(), seen) < 0:
            read(0.05)
            if time.monotonic() > DEADLINE or (ended is not None and not read(0)):
                if written.find(text.encode(), seen) < 0:
                    sys.exit(f"not seen: {text!r} in {written!r}")
        seen = written.find(text.encode(), seen) + len(text.encode())
        found.append(modes())
    elif what == "send":
        os.write(main, text.encode())
    elif what == "resize":
        resize(*map(int, text.split("x")))
    elif what == "signal":
        os.kill(pid, getattr(signal, "SIG" + text))
while ended is None or read(0):
    read(0.05)
    if time.monotonic() > DEADLINE:
        os.kill(pid, signal.SIGKILL)
        sys.exit(f"does not end; wrote {written!r}")
restored = termios.tcgetattr(terminal) == before
print(json.dumps({"code": ended, "output": written.decode(), "modes": found, "restored": restored}))
