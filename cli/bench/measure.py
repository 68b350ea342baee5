"""measure.py RUNS NAME COMMAND [NAME COMMAND ...]: runs the commands in turns and prints a Markdown table of their times."""
import os
import resource
import shutil
import statistics
import subprocess
import sys
import time


def once(command):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if ended.returncode != 0:
        sys.exit('%s ended with %d: %s' % (' '.join(command), ended.returncode, ended.stderr.decode()))
    return wall * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000


def main():
    runs = int(sys.argv[1])
    commands = []
    for name, line in zip(sys.argv[2::2], sys.argv[3::2]):
        command = line.split(' ')
        if shutil.which(command[0]) is None:
            print('%s is not there, and not measured' % command[0], file=sys.stderr)
        else:
            commands.append((name, command, []))
    for _ in range(runs):
        for _, command, times in commands:
            times.append(once(command))
    print('| command | wall min | wall median | CPU median |\n|---|---|---|---|')
    for name, _, times in commands:
        wall, cpu = zip(*times)
        print('| %s | %d | %d | %d |' % (name, min(wall), statistics.median(wall), statistics.median(cpu)))
    print('\nMilliseconds; %d runs each, in turns; %d processors.' % (runs, os.cpu_count()))


main()
